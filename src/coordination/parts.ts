/**
 * A replica's part of a limit when it goes by itself: whole calls where there are enough, so that the parts never add up to
 * more than the limit.
 */
export const partOf = (limit: number, replicas: number): number => {
  const count = Math.max(1, replicas);
  return limit >= count ? Math.floor(limit / count) : limit / count;
};
