/** What is kept of both ends of a line that is too long, to tell whose answer it is. */
const KEPT_BYTES = 256;

const NEWLINE = 0x0a;

/** A line that was not kept. */
export interface LongLine {
  head: string;
  tail: string;
}

/** Cuts a byte stream into lines of bounded length. */
export class MessageLines {
  private parts: Buffer[] = [];
  private bytes = 0;
  private long?: { head: Buffer; tail: Buffer };

  constructor(private readonly maxBytes: number) {}

  /** The lines that end in this chunk, without their line ends. */
  take(chunk: Buffer): (string | LongLine)[] {
    const lines: (string | LongLine)[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.keep(chunk.subarray(start, end));
      lines.push(this.line());
      start = end + 1;
    }
    this.keep(chunk.subarray(start));
    return lines;
  }

  private keep(part: Buffer): void {
    if (this.long) {
      this.long.tail = Buffer.concat([this.long.tail, part]).subarray(-KEPT_BYTES);
      return;
    }
    this.parts.push(part);
    this.bytes += part.length;
    if (this.bytes <= this.maxBytes) return;
    const whole = Buffer.concat(this.parts);
    // Copies, so that the long buffer itself is let go.
    this.long = {
      head: Buffer.from(whole.subarray(0, KEPT_BYTES)),
      tail: Buffer.from(whole.subarray(-KEPT_BYTES)),
    };
    this.parts = [];
  }

  private line(): string | LongLine {
    const line = this.long
      ? { head: this.long.head.toString(), tail: this.long.tail.toString() }
      : Buffer.concat(this.parts).toString();
    this.parts = [];
    this.bytes = 0;
    delete this.long;
    return line;
  }
}
