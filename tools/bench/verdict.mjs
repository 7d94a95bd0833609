/** Whether a figure meets its aim. */
import { median } from './statistics.mjs';

/**
 * @param row.aim.ratio the median ratio may be so large; `atLeastRatio`: must be so large; `most`: the median figure may
 * be so large; `orBoundPlus`: or as large as the bound's and this; `andMost`: and so large in any case
 * @returns true, false, or undefined for a row without an aim
 */
export function meetsAim({ aim, ours, bound, ratios }) {
  if (!aim) return undefined;
  const own = median(ours);
  const ratio = ratios && median(ratios);
  if (aim.andMost !== undefined && own > aim.andMost) return false;
  if (aim.ratio !== undefined) return ratio <= aim.ratio;
  if (aim.atLeastRatio !== undefined) return ratio >= aim.atLeastRatio;
  if (own <= aim.most) return true;
  return aim.orBoundPlus !== undefined && own <= median(bound) + aim.orBoundPlus;
}

/** An aim in words. */
export function aimText({ aim, unit }) {
  if (!aim) return '';
  const also = aim.andMost === undefined ? '' : `, ≤ ${aim.andMost} ${unit}`;
  if (aim.ratio !== undefined) return `≤ ${aim.ratio} × bound${also}`;
  if (aim.atLeastRatio !== undefined) return `≥ ${aim.atLeastRatio} × bound`;
  const or = aim.orBoundPlus === undefined ? '' : `, or bound + ${aim.orBoundPlus}`;
  return `≤ ${aim.most} ${unit}${or}`;
}
