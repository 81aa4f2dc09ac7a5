import { describe, expect, it } from 'vitest';
import { commandOf } from './command.ts';

describe('the command a bench is recorded under', () => {
  it('is the same however the options were ordered and joined', () => {
    const expected = 'turns --database postgres --redis --replicas 2';
    expect(commandOf(['turns', '--database', 'postgres', '--redis', '--replicas', '2'])).toBe(expected);
    expect(commandOf(['--replicas=2', '--redis', 'turns', '--database=postgres'])).toBe(expected);
  });

  it('leaves out defaults and what measures nothing else', () => {
    expect(commandOf(['turns', '--record', '--chats', '50', '--database', 'sqlite'])).toBe('turns');
    expect(commandOf(['soak', '--watch', '--minutes', '30'])).toBe('soak --minutes 30');
  });

  it('keeps an option that differs from its default', () => {
    expect(commandOf(['turns', '--chats', '1000', '--no-pin'])).toBe('turns --chats 1000 --no-pin');
  });
});
