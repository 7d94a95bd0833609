/** Leaders of the groups that live, which must not outlive this process. */
const living = new Set<number>();

/** Windows has no process groups; a child there is one process. */
const GROUPS = process.platform !== 'win32';

/** Spawn options of a child that leads a group. */
export const GROUP_LEADER = { detached: GROUPS, windowsHide: true };

/** Ends the group with this process, however that ends by itself. */
export function adoptGroup(leader: number): void {
  if (living.size === 0) process.on('exit', killAll);
  living.add(leader);
}

/** Forgets a group whose processes have all ended, since its number may be given to others. */
export function forgetGroup(leader: number): void {
  living.delete(leader);
  if (living.size === 0) process.off('exit', killAll);
}

/** Signals every process of a group; one that has ended is no error. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(GROUPS ? -leader : leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function killAll(): void {
  for (const leader of living) signalGroup(leader, 'SIGKILL');
}
