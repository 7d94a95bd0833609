import type { StreamPiece } from '../wire-format';

/** Characters of one part of a streamed answer, and how many parts a long answer has. */
const PIECE_LENGTH = 48;
const MOST_PIECES = 400;

/** A text cut into the parts in which a provider would stream it. */
export function piecesOf(text: string): string[] {
  const length = Math.max(PIECE_LENGTH, Math.ceil(text.length / MOST_PIECES));
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += length) pieces.push(text.slice(at, at + length));
  return pieces;
}

/** Parts on the wire, each with what has been said by then. */
export function withSaid(parts: readonly { data: string; adds?: string }[]): StreamPiece[] {
  let said = '';
  return parts.map(({ data, adds = '' }) => {
    said += adds;
    return { data, said };
  });
}
