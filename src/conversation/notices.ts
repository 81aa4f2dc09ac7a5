import { type CascadeNotice, sayCascadeNotice } from './cascade.ts';
import { creditGroup, type GroupCreditNotice } from './group-credit.ts';
import { type QuestionNotice, sayQuestionNotice } from './desk/rate.ts';
import { type FieldLogNotice, sayFieldLogNotice } from './field-log/flags.ts';
import { type HelpNotice, sayHelpNotice } from './help/notices.ts';
import type { Plan } from './plan.ts';
import { sayTeamNotice, type TeamNotice } from './team-notices.ts';

/**
 * What one person is told because of what another did. It arrives in the reader's own queue as a turn of theirs, so it
 * never stands between two messages of another answer, and it is lost with nobody's crash. `kind` picks who says it.
 */
export type Notice = GroupCreditNotice | TeamNotice | FieldLogNotice | HelpNotice | QuestionNotice | CascadeNotice;

/** How each kind of notice is said; filled by the rooms that send them. */
type Sayers = { readonly [K in Notice as K['kind']]: (plan: Plan, notice: K) => void | Promise<void> };

const SAYERS: Sayers = {
  'group-credit': creditGroup,
  team: sayTeamNotice,
  'field-log': sayFieldLogNotice,
  help: sayHelpNotice,
  question: sayQuestionNotice,
  cascade: sayCascadeNotice,
};

/** Says a notice. A kind that this version does not know any more is passed over: it was said by an older one. */
export async function sayNotice(plan: Plan, notice: Notice): Promise<void> {
  const say = (SAYERS as Readonly<Record<string, (plan: Plan, notice: Notice) => void | Promise<void>>>)[
    (notice as { readonly kind: string }).kind
  ];
  await say?.(plan, notice);
}
