import { ANNOUNCEMENT_CATEGORIES, type AnnouncementCategory } from '../storage/announcement-ports.ts';
import { encodeOrder, type NewsAct } from './payloads.ts';
import { fillMessage, type Plan, sayBeside } from './plan.ts';
import type { Option } from './session.ts';

type Refused = readonly AnnouncementCategory[];

const everyKind: Refused = ANNOUNCEMENT_CATEGORIES;

const titleOf = (plan: Plan, category: AnnouncementCategory): string =>
  ({
    safety: plan.messages.newsSafety,
    services: plan.messages.newsServices,
    training: plan.messages.newsTraining,
    news: plan.messages.newsOther,
  })[category];

/** "an toàn, cảnh báo; lớp học": the kinds hold commas themselves. */
const listOf = (plan: Plan, categories: Refused): string =>
  categories.map((category) => titleOf(plan, category).toLocaleLowerCase('vi')).join('; ');

const option = (title: string, act: NewsAct, ref = ''): Option => ({
  title,
  payload: encodeOrder({ type: 'news', act, ref }),
});

/** One button a kind: the words of `message` with the name of the kind. */
const kindOptions = (plan: Plan, categories: Refused, message: string, act: NewsAct): Option[] =>
  categories.map((category) => option(fillMessage(plan, message, { loại: titleOf(plan, category) }), act, category));

const stopAll = (plan: Plan): Option => option(plan.messages.newsStopAll, 'off');

/** What the resident refuses by kind, beside a refusal of everything. */
async function refusedOf(plan: Plan): Promise<Refused> {
  return (await plan.deps.teams?.listRefusedCategories({ oaId: plan.oaId, userId: plan.userId })) ?? [];
}

const refusesAll = (plan: Plan): boolean =>
  plan.patch.optOutAt === undefined ? plan.resident?.optOutAt !== undefined : plan.patch.optOutAt !== null;

function keep(plan: Plan, categories: Refused): void {
  const { oaId, userId, now: at } = plan;
  plan.effects.push({ operation: 'saveRefusedCategories', args: { oaId, userId, categories, at } });
}

const without = (categories: Refused, taken: Refused): AnnouncementCategory[] =>
  categories.filter((category) => !taken.includes(category));

/**
 * "NGỪNG NHẬN TIN", with or without a kind. Without one everything is refused at once, before anything is asked: whoever
 * says no and goes away has said no.
 */
export async function refuseNews(plan: Plan, category?: AnnouncementCategory): Promise<void> {
  const { messages } = plan;
  if (category === undefined) {
    plan.patch = { ...plan.patch, optOutAt: plan.now };
    return sayBeside(plan, `${messages.stopped} ${messages.newsOnlyHint}`, [
      ...kindOptions(plan, everyKind, messages.newsOnly, 'only'),
      option(messages.newsBack, 'back'),
    ]);
  }
  if (refusesAll(plan)) return sayNews(plan);
  const refused = [...new Set([...(await refusedOf(plan)), category])];
  keep(plan, refused);
  const left = without(everyKind, refused);
  const off = fillMessage(plan, messages.newsOff, { loại: listOf(plan, [category]) });
  const rest = left.length === 0 ? messages.newsNoneLeft : messages.newsLeft;
  sayBeside(plan, `${off} ${fillMessage(plan, rest, { loại: listOf(plan, left) })}`, [
    option(messages.newsBack, 'on', category),
    ...(left.length === 0 ? [] : [stopAll(plan)]),
  ]);
}

/** "NHẬN TIN", with or without a kind: after a refusal of everything that kind alone, else it beside the others. */
export async function takeNews(plan: Plan, category?: AnnouncementCategory): Promise<void> {
  if (category === undefined) return change(plan, [], plan.messages.subscribed);
  const before = refusesAll(plan) ? everyKind : await refusedOf(plan);
  return change(plan, without(before, [category]), plan.messages.newsOn, category);
}

/** Says what is on after a change, each kind with a button that stops it. */
function change(plan: Plan, refused: Refused, message: string, category?: AnnouncementCategory): void {
  const { messages } = plan;
  plan.patch = { ...plan.patch, optOutAt: null };
  keep(plan, refused);
  const on = without(everyKind, refused);
  const said = fillMessage(plan, message, category ? { loại: listOf(plan, [category]) } : {});
  sayBeside(plan, `${said} ${fillMessage(plan, messages.newsNow, { loại: listOf(plan, on) })}`, [
    ...kindOptions(plan, on, messages.newsStop, 'off'),
    ...(on.length > 1 ? [stopAll(plan)] : []),
  ]);
}

/** "LOẠI TIN": what is on and what is off, a button for each to change it. */
export async function sayNews(plan: Plan): Promise<void> {
  const { messages } = plan;
  if (refusesAll(plan)) {
    return sayBeside(plan, messages.newsAllOff, [
      ...kindOptions(plan, everyKind, messages.newsOnly, 'only'),
      option(messages.newsBack, 'back'),
    ]);
  }
  const refused = await refusedOf(plan);
  const on = without(everyKind, refused);
  const lines = [
    ...(on.length > 0 ? [fillMessage(plan, messages.newsNow, { loại: listOf(plan, on) })] : []),
    ...(refused.length > 0 ? [fillMessage(plan, messages.newsStopped, { loại: listOf(plan, refused) })] : []),
  ];
  sayBeside(plan, lines.join('\n'), [
    ...kindOptions(plan, on, messages.newsStop, 'off'),
    ...kindOptions(plan, refused, messages.newsTake, 'on'),
    ...(on.length > 0 ? [stopAll(plan)] : []),
  ]);
}

/** A button about announcements, under one of them or under our own words. */
export async function pressNews(plan: Plan, act: NewsAct, ref: string): Promise<void> {
  const category = ANNOUNCEMENT_CATEGORIES.find((one) => one === ref);
  switch (act) {
    case 'off':
      // A kind that this version does not know: asking is better than refusing everything.
      return ref === '' || category ? refuseNews(plan, category) : sayNews(plan);
    case 'on':
      return category ? takeNews(plan, category) : sayNews(plan);
    case 'only':
      return category ? change(plan, without(everyKind, [category]), plan.messages.newsOn, category) : sayNews(plan);
    case 'back':
      plan.patch = { ...plan.patch, optOutAt: null };
      return sayNews(plan);
    case 'show':
      return sayNews(plan);
  }
}
