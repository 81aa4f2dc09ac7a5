import { describe, expect, test } from 'vitest';
import { actionsFor } from '../../../../src/understanding/scam/advice.ts';
import { SOFT_RULES } from '../../../../src/understanding/scam/soft-rules.ts';
import { readScamWording } from '../../../../src/understanding/scam/wording.ts';
import { readRepositoryFile } from '../../../guards/repository.ts';

const { reasons, actions } = readScamWording(readRepositoryFile('content/language/scam-wording.tsv'));
const HARD = [
  'fake-host',
  'listed-link',
  'apk',
  'asks-secret',
  'remote-control',
  'threat-and-transfer',
  'login-elsewhere',
  'not-their-page',
  'safe-account',
  'bail-money',
  'fee-with-threat',
  'curious-link',
];
const ids = [...HARD, ...SOFT_RULES.map(({ id }) => id)];
const texts = [...reasons.values(), ...actions.values()];

describe('what residents read about a message', () => {
  test('exists for every sign, and no text is left over', () => {
    expect(ids.filter((id) => !reasons.has(id))).toEqual([]);
    const used = new Set([...ids, 'fake-host-of', 'like-scams', 'no-sign']);
    expect([...reasons.keys()].filter((id) => !used.has(id))).toEqual([]);
  });

  test('exists for every action, and no action is left over', () => {
    const chosen = new Set([
      ...ids.flatMap((id) => actionsFor('dangerous', [id])),
      ...ids.flatMap((id) => actionsFor('suspicious', [id])),
      ...actionsFor('unknown', []),
    ]);
    expect([...chosen].filter((id) => !actions.has(id))).toEqual([]);
    expect([...actions.keys()].filter((id) => !chosen.has(id))).toEqual([]);
  });

  test('never calls anything safe, in no wording', () => {
    expect(
      texts.filter((text) => /an toàn|an tâm|yên tâm|tin cậy|đáng tin|không sao|vô hại|safe/iu.test(text)),
    ).toEqual([]);
  });

  test('is short: at most 130 characters a text', () => {
    expect(texts.filter((text) => text.length > 130)).toEqual([]);
  });

  test('gives 3 to 5 different actions for each sign', () => {
    for (const id of ids) {
      const chosen = actionsFor('dangerous', [id, 'urgent', 'kidnap', 'borrow']);
      expect(chosen.length).toBeGreaterThanOrEqual(3);
      expect(chosen.length).toBeLessThanOrEqual(5);
      expect(new Set(chosen).size).toBe(chosen.length);
    }
  });
});
