import { describe, expect, it } from 'vitest';
import { createEmulator, defaultSettings } from 'zalo-emulator';
import type { EmulatorSettings } from 'zalo-emulator';
import { createWorkbench, greet } from './workbench.ts';

describe('settings', () => {
  it('hold from the next call on when they are changed', async () => {
    const bench = await createWorkbench();
    await greet(bench);
    bench.emulator.updateSettings({ quotaInAnswer: false, unknownUserCode: -999 });
    expect((await bench.sendText('a')).json['data']).not.toHaveProperty('quota');
    const { json } = await bench.send({ recipient: { user_id: '1' }, message: { text: 'a' } });
    expect(json).toMatchObject({ error: -999 });
    expect(bench.emulator.settings()).toEqual({ ...defaultSettings, quotaInAnswer: false, unknownUserCode: -999 });
  });

  const wrong: ReadonlyArray<readonly [string, Record<string, unknown>, string]> = [
    ['an unknown name', { hangSeconds: 3 }, 'hangSeconds'],
    ['a name of every object', { constructor: 1 }, 'constructor'],
    ['another kind of value', { hangMs: '3000' }, 'hangMs'],
    ['a negative time', { hangMs: -1 }, 'hangMs'],
    ['a number that is none', { hangMs: Number.NaN }, 'hangMs'],
    ['a chance above 1', { duplicateWebhookProbability: 1.1 }, 'duplicateWebhookProbability'],
    ['a status outside HTTP', { unknownPathStatus: 700 }, 'unknownPathStatus'],
    ['half a code', { wrongTokenCode: -216.5 }, 'wrongTokenCode'],
  ];
  it.each(wrong)('are refused whole for %s', async (_name, change, key) => {
    const bench = await createWorkbench();
    const attempt = () => bench.emulator.updateSettings({ listOnV3: true, ...change } as Partial<EmulatorSettings>);
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'EMULATOR_INPUT_INVALID', message: expect.stringContaining(`"${key}"`) }),
    );
    expect(bench.emulator.settings()).toEqual(defaultSettings);
    expect(() => createEmulator({ settings: change as Partial<EmulatorSettings> })).toThrow(`"${key}"`);
  });
});
