/** A place among the conversations that run at once. */
export interface Slot {
  /** Waiting for something slow: let another conversation begin meanwhile. */
  park(): void;
  /** Going on after `park`; may exceed the limit for a moment, so that nobody waits twice. */
  resume(): void;
}

/**
 * Runs `count` jobs, at most `limit` unparked at a time, and resolves when all are done. Without parking, the residents
 * whose send was cut by a kill would hold every slot until the bot settles the outcome, and no further kill would hit
 * work under way.
 *
 * @param goesOn asked when `count` jobs have begun: true lets further ones begin
 * @param mostOpen jobs begun and not done, parked or not: what is slow must not be buried under ever more of it
 */
export function runInSlots(
  count: number,
  limit: number,
  job: (number: number, slot: Slot) => Promise<void>,
  goesOn: () => boolean = () => false,
  mostOpen = Number.POSITIVE_INFINITY,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let started = 0;
    let done = 0;
    let active = 0;
    const fill = () => {
      while (active < limit && started - done < mostOpen && (started < count || goesOn())) {
        active += 1;
        started += 1;
        job(started - 1, slot).then(finish, reject);
      }
    };
    const slot: Slot = {
      park() {
        active -= 1;
        fill();
      },
      resume() {
        active += 1;
      },
    };
    const finish = () => {
      active -= 1;
      done += 1;
      fill();
      if (done === started) resolve();
    };
    if (count === 0) resolve();
    fill();
  });
}
