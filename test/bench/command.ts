/** Options that change what is printed or kept, not what is measured. */
const BESIDE: ReadonlySet<string> = new Set(['--record', '--watch']);
/** What a bench does without the option: written out or not, it is the same command. */
const DEFAULTS: Readonly<Record<string, string>> = {
  '--database': 'sqlite',
  '--chats': '50',
  '--replicas': '1',
  '--bot': 'src/main.ts',
};

/**
 * The name under which a run is recorded: its arguments without what measures nothing else and without defaults, options
 * in the order of the alphabet, so that one measurement has one row however it was typed.
 *
 * @param args after `npm run bench -- `, values apart from their options or joined by `=`
 */
export function commandOf(args: readonly string[]): string {
  const words = args.flatMap((arg) => (arg.startsWith('--') ? arg.split(/=(.*)/su).slice(0, 2) : [arg]));
  const names: string[] = [];
  const options: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!word.startsWith('--')) {
      names.push(word);
      continue;
    }
    const next = words[index + 1];
    const value = next === undefined || next.startsWith('--') || isFlag(word) ? undefined : next;
    if (value !== undefined) index += 1;
    if (BESIDE.has(word) || (value !== undefined && DEFAULTS[word] === value)) continue;
    options.push(value === undefined ? word : `${word} ${value}`);
  }
  return [...names, ...options.toSorted()].join(' ');
}

const FLAGS: ReadonlySet<string> = new Set([...BESIDE, '--redis', '--unrouted', '--no-pin']);
const isFlag = (word: string): boolean => FLAGS.has(word);
