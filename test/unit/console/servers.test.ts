import { describe, expect, test } from 'vitest';
import { serversPart } from '../../../src/console/settings/servers.ts';
import { MORNING } from '../../support/manual-clock.ts';

const shown = (status: Parameters<typeof serversPart>[0]): string => String(serversPart(status));

describe('the servers on the page of settings', () => {
  test('one by itself needs nobody', () => {
    expect(shown({ kind: 'local', state: 'together', since: MORNING, replicas: 1 })).toMatch(/1 máy chủ.*tự lo/su);
  });

  test('several say how many they are, since when, and why Redis was last away', () => {
    const text = shown({ kind: 'redis', state: 'together', since: MORNING, replicas: 3, lastReason: 'TIMEOUT' });
    expect(text).toMatch(/3 máy chủ.*đang bình thường.*22\/11\/2026.*TIMEOUT/su);
    expect(text).not.toContain('note warn');
  });

  test('without Redis they warn, say what it means and what to do', () => {
    const text = shown({ kind: 'redis', state: 'away', since: MORNING, replicas: 2, lastReason: 'WRONGPASS' });
    expect(text).toContain('note warn');
    expect(text).toMatch(/Không tin nhắn nào bị mất.*xem Redis.*2 máy chủ.*WRONGPASS/su);
  });
});
