import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Member, MemberRole } from '../../../src/storage/team-ports.ts';
import { codeListCsv, lastDayText } from '../../../src/teams/code-list.ts';
import { readCode } from '../../../src/teams/codes.ts';
import {
  canBeMessaged,
  inviteHash,
  makeJoinCode,
  mayApprove,
  mayRemove,
  memberRef,
  newInvite,
  oneMoreTry,
  pausedUntil,
  stateOnJoining,
} from '../../../src/teams/registry.ts';
import { MORNING } from '../../support/manual-clock.ts';
import { OA } from '../../support/storage-rows.ts';

const DAY = 24 * 3_600_000;
const WHO = { oaId: OA, userId: 'u' };

const someone = (role: MemberRole, changes: Partial<Member> = {}): Member => ({
  oaId: OA,
  userId: `${role}-1`,
  role,
  state: 'active',
  teamCode: role === 'officer' ? '' : 'LN03',
  communeCode: '25270',
  name: 'Ba',
  joinedAt: 0,
  ...changes,
});

describe('who approves whom', () => {
  test.each<[string, Member, Member, boolean]>([
    ['a leader a member of the own team', someone('leader'), someone('member'), true],
    ['a leader a member of another team', someone('leader'), someone('member', { teamCode: 'LN04' }), false],
    ['a leader another leader', someone('leader'), someone('leader', { userId: 'x' }), false],
    ['a leader who waits', someone('leader', { state: 'pending' }), someone('member'), false],
    ['a leader who left', someone('leader', { state: 'left' }), someone('member'), false],
    ['an officer a member of the commune', someone('officer'), someone('member'), true],
    ['an officer a leader of the commune', someone('officer'), someone('leader'), true],
    ['an officer somebody of another commune', someone('officer'), someone('leader', { communeCode: '25280' }), false],
    ['an officer another officer', someone('officer'), someone('officer', { userId: 'x' }), false],
    ['a member anybody', someone('member'), someone('member', { userId: 'x' }), false],
  ])('%s', (_what, by, asked, allowed) => {
    expect(mayApprove(by, asked)).toBe(allowed);
  });

  test('nobody takes out themselves, or somebody who has left', () => {
    expect(mayRemove(someone('officer'), someone('leader'))).toBe(true);
    expect(mayRemove(someone('leader', { userId: 'x' }), someone('member', { userId: 'x' }))).toBe(false);
    expect(mayRemove(someone('leader'), someone('member', { state: 'left' }))).toBe(false);
  });

  test('the first leader and the first officer need nobody, everybody else waits', () => {
    expect(stateOnJoining('leader', [someone('member')])).toBe('active');
    expect(stateOnJoining('leader', [someone('leader', { state: 'pending' })])).toBe('active');
    expect(stateOnJoining('leader', [someone('leader')])).toBe('pending');
    expect(stateOnJoining('officer', [someone('leader')])).toBe('active');
    expect(stateOnJoining('officer', [someone('officer')])).toBe('pending');
    expect(stateOnJoining('member', [])).toBe('pending');
  });

  test('somebody can be written to for 7 days after they last wrote', () => {
    expect(canBeMessaged(MORNING - 7 * DAY + 1, MORNING)).toBe(true);
    expect(canBeMessaged(MORNING - 7 * DAY, MORNING)).toBe(false);
    expect(canBeMessaged(0, 1)).toBe(false);
  });
});

describe('an invitation', () => {
  test('carries a code with a digit that can be read back, and is kept as a hash of its own OA', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(31)), (draws) => {
        const code = makeJoinCode(() => draws.next().value ?? 0);
        expect(code).toMatch(/\d/u);
        expect(readCode(code)).toEqual({ code });
        expect(inviteHash(OA, code)).toMatch(/^[0-9a-f]{64}$/u);
        expect(inviteHash(OA, code)).not.toBe(inviteHash('other', code));
        expect(inviteHash(OA, code)).not.toContain(code);
      }),
    );
  });

  test('ends with the fourteenth day after it was made, in Viet Nam', () => {
    const person = { role: 'member', name: 'Ba', teamCode: 'LN03', communeCode: '25270' } as const;
    const { invite } = newInvite(OA, person, MORNING, () => 3);
    expect(new Date(invite.expiresAt).toISOString()).toBe('2026-12-06T17:00:00.000Z');
    expect(lastDayText(invite.expiresAt)).toBe('06/12/2026');
  });

  test('names members by what leads back to nobody', () => {
    expect(memberRef(OA, '3691470258369147025')).toMatch(/^[0-9a-f]{10}$/u);
    expect(memberRef(OA, 'a')).not.toBe(memberRef(OA, 'b'));
  });

  test('is printed as a line that Excel opens with its marks and never as a formula', () => {
    const handed = {
      role: 'leader',
      name: 'Trần Văn Ba',
      teamCode: 'LN03',
      communeCode: '25270',
      code: '7K3AS9Q2',
      expiresAt: MORNING,
      placeName: '=HYPERLINK("x"), tổ',
    } as const;
    expect(codeListCsv([handed])).toBe(
      '\uFEFFMã tổ,Tên tổ,Họ tên,Vai trò,Nhắn cho trợ lý số trên Zalo,Dùng đến hết ngày\r\n' +
        `LN03,"'=HYPERLINK(""x""), tổ",Trần Văn Ba,Tổ trưởng,VÀO TỔ 7K3A-S9Q2,22/11/2026\r\n`,
    );
  });
});

describe('wrong codes', () => {
  const tryAt = (...moments: number[]) =>
    moments.reduce<ReturnType<typeof oneMoreTry> | undefined>((tries, at) => oneMoreTry(tries, WHO, at), undefined);

  test('five within an hour bring a pause of an hour after the last', () => {
    const tries = tryAt(0, 1, 2, 3, 4);
    expect(pausedUntil(tryAt(0, 1, 2, 3), 5)).toBeUndefined();
    expect(pausedUntil(tries, 5)).toBe(4 + 3_600_000);
    expect(pausedUntil(tries, 4 + 3_600_000)).toBeUndefined();
  });

  test('five within a longer time do not', () => {
    const spread = tryAt(0, 1, 2, 3, 3_600_001);
    expect(spread).toMatchObject({ wrong: 1, since: 3_600_001 });
    expect(pausedUntil(spread, 3_600_002)).toBeUndefined();
  });

  test('after the pause counting begins anew', () => {
    expect(oneMoreTry(tryAt(0, 1, 2, 3, 4), WHO, 5_000_000)).toMatchObject({ wrong: 1 });
  });
});
