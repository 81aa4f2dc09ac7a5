import { describe, expect, it } from 'vitest';
import { readArguments } from '../../../src/zalo-emulator/cli-args.ts';

const nothingGiven = {
  command: 'serve',
  port: 4000,
  host: '127.0.0.1',
  webhookUrl: undefined,
  oaType: undefined,
  identity: {},
  snapshotFile: undefined,
  saveFile: undefined,
  residentCount: undefined,
  isQuiet: false,
};

describe('arguments of zalo-emulator', () => {
  it('have defaults for everything', () => {
    expect(readArguments([])).toEqual(nothingGiven);
  });

  it('are read into the options of an emulator', () => {
    const words = '--port 0 --host 0.0.0.0 --webhook http://127.0.0.1:3000/hook --oa-type 4 --app-id 1 --app-secret 2 \
--oa-id 3 --oa-secret 4 --access-token 5 --refresh-token 6 --residents 12 --save b.json --quiet'.split(/ +/);
    expect(readArguments(words)).toEqual({
      ...{ command: 'serve', port: 0, host: '0.0.0.0', webhookUrl: 'http://127.0.0.1:3000/hook', oaType: 4 },
      identity: { appId: '1', appSecret: '2', oaId: '3', oaSecret: '4', accessToken: '5', refreshToken: '6' },
      ...{ snapshotFile: undefined, saveFile: 'b.json', residentCount: 12, isQuiet: true },
    });
    expect(readArguments(['--snapshot', 'a.json'])).toEqual({ ...nothingGiven, snapshotFile: 'a.json' });
  });

  it('ask for help with --help, whatever else is there', () => {
    expect(readArguments(['--port', 'x', '--help'])).toEqual({ command: 'help' });
  });

  const wrong: ReadonlyArray<readonly [string[], string]> = [
    [['--port', '70000'], '--port is "70000"'],
    [['--port', '4e3'], '--port is "4e3"'],
    [['--webhook', 'bot:3000'], '--webhook is "bot:3000"'],
    [['--oa-type', '3'], '--oa-type is "3"'],
    [['--residents', '-1'], 'residents'],
    [['--prot', '1'], "Unknown option '--prot'"],
    [['start'], "Unexpected argument 'start'"],
    [['--snapshot', 'a.json', '--access-token', 'x'], '--access-token and --snapshot'],
  ];
  it.each(wrong)('are refused with a sentence: %j', (words, sentence) => {
    expect(readArguments(words)).toEqual({ command: 'wrong', problem: expect.stringContaining(sentence) });
  });
});
