/**
 * Which team a resident is credited to: the one rule for every way in which a team reaches somebody (`docs/quan-ly-to.md`
 * says it in Vietnamese). Pure; the conversation asks it and the commit of the turn writes what it says.
 *
 * - The first credit wins for 90 days. Until then only the resident changes it, in words: a code of another team is asked
 *   about, a button or a widget of another team changes nothing.
 * - Whoever has said that they moved to another commune since is not asked: the new team's code counts at once.
 * - A repeat changes nothing and never counts again. After 90 days the next team that reaches them is credited, be it the
 *   same one; the same one is renewed without being counted as somebody new.
 * - An account of a team's member is credited to their own team and not counted: nobody reaches themselves.
 * - One account is one credit, however many people use the phone.
 * - The code of a dissolved team credits its successor; without one it says so.
 * - A merged commune changes nothing: codes belong to teams, and the team has moved.
 */

/** Days for which the first credit stands (design, section 6). */
export const CREDIT_DAYS = 90;
const CREDIT_MS = CREDIT_DAYS * 24 * 3_600_000;

/**
 * How a team reached somebody: a code typed or printed on a card (`typed`), the button under our question (`chosen`), the
 * widget on a team's page, the group in which they asked, or a member who helps them with the member's phone.
 */
export type CreditWay = 'typed' | 'chosen' | 'widget' | 'group' | 'assisted';

/** As much of a team as the rule needs. */
export interface CreditTeam {
  readonly code: string;
  readonly communeCode: string;
  /** Epoch ms; set when the team is no more. */
  readonly dissolvedAt?: number;
}

export interface CreditClaim {
  readonly team: CreditTeam;
  /** The team that took over from a dissolved one, the last of the line. */
  readonly successor?: CreditTeam;
  readonly way: CreditWay;
  /** Epoch ms. */
  readonly at: number;
}

/** What is known of the resident's account. */
export interface CreditStanding {
  /** Team credited now and since when (epoch ms); undefined = nobody. */
  readonly team?: {
    readonly code: string;
    readonly since: number;
    readonly isDissolved: boolean;
    readonly communeCode: string;
  };
  /** Where they live, said by themselves. */
  readonly communeCode?: string;
  /** The team in which the owner of the account works. */
  readonly memberOf?: string;
}

export type Credit =
  /** Credited from now on. `counts` = as somebody new in the team's figures. */
  | { readonly decision: 'credited'; readonly teamCode: string; readonly counts: boolean }
  /** Stays as it is. */
  | { readonly decision: 'kept'; readonly reason: 'same' | 'first' }
  /** The resident has to say whether they want to change. */
  | { readonly decision: 'ask'; readonly teamCode: string }
  /** A dissolved team without a successor. */
  | { readonly decision: 'refused'; readonly reason: 'dissolved' };

/** Ways in which the resident says the team themselves. */
const SAID: ReadonlySet<CreditWay> = new Set(['typed', 'chosen']);

/** The rule. Total: every claim has an answer. */
export function decideCredit(standing: CreditStanding, claim: CreditClaim): Credit {
  const team = claim.team.dissolvedAt === undefined ? claim.team : claim.successor;
  if (team === undefined || team.dissolvedAt !== undefined) return { decision: 'refused', reason: 'dissolved' };
  const { team: current } = standing;
  const credit = (counts: boolean): Credit => ({
    decision: 'credited',
    teamCode: team.code,
    counts: counts && standing.memberOf !== team.code,
  });
  if (current === undefined) return credit(true);
  const isOver = claim.at - current.since >= CREDIT_MS;
  if (current.code === team.code) return isOver ? credit(false) : { decision: 'kept', reason: 'same' };
  if (isOver || current.isDissolved || claim.way === 'chosen') return credit(true);
  if (!SAID.has(claim.way)) return { decision: 'kept', reason: 'first' };
  const hasMoved = standing.communeCode === team.communeCode && standing.communeCode !== current.communeCode;
  return hasMoved ? credit(true) : { decision: 'ask', teamCode: team.code };
}
