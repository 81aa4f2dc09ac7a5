import { expect, it } from 'vitest';
import { createOneAtATime } from '../../../src/zalo-oa-sdk/one-at-a-time.ts';

/** Work that a test ends by hand, and a list of what happened. */
function stage() {
  const happened: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => async (): Promise<string> => {
    happened.push(`+${name}`);
    await new Promise<void>((resolve) => ends.set(name, resolve));
    happened.push(`-${name}`);
    return name;
  };
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await new Promise(setImmediate);
  };
  return { happened, work, end };
}

it('runs work of one key in the order it came, and of other keys beside it', async () => {
  const { happened, work, end } = stage();
  const oneAtATime = createOneAtATime();
  const results = [oneAtATime('a', work('1')), oneAtATime('a', work('2')), oneAtATime('b', work('3'))];
  await new Promise(setImmediate);
  expect(happened).toEqual(['+1', '+3']);
  await end('1');
  const late = oneAtATime('a', work('4'));
  await new Promise(setImmediate);
  expect(happened).toEqual(['+1', '+3', '-1', '+2']);
  for (const name of ['2', '4', '3']) await end(name);
  expect(happened).toEqual(['+1', '+3', '-1', '+2', '-2', '+4', '-4', '-3']);
  expect(await Promise.all([...results, late])).toEqual(['1', '2', '3', '4']);
});

it('goes on after work that fails, which alone hears of it', async () => {
  const oneAtATime = createOneAtATime();
  const failing = oneAtATime('a', () => Promise.reject(new Error('broken')));
  const next = oneAtATime('a', async () => 'fine');
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('fine');
  expect(await oneAtATime('a', async () => 'again')).toBe('again');
});
