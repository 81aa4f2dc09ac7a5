import { expect, it } from 'vitest';
import { createPostLog } from './post-log.ts';

it('tells a refused connection from one that broke under a post, and a late 200 from one in time', () => {
  const log = createPostLog();
  log.answered(200, 1_999.6);
  log.answered(200, 2_001);
  log.answered(503, 5);
  log.failed(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
  log.failed(new Error('connection closed before a whole answer arrived'));
  expect(log.figures()).toEqual({
    ...{ answered200: 2, otherStatus: 1, late: 1, acceptMsMax: 2_001, refused: 1, broken: 1 },
  });
});
