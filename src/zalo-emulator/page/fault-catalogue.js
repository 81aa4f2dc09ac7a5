const everyTime = { label: 'Mọi lần', rule: { probability: 1 } };
const half = { label: 'Một nửa số lần', rule: { probability: 0.5 } };
const once = { label: 'Một lần tới', rule: { nextCount: 1 } };
const fiveTimes = { label: 'Năm lần tới', rule: { nextCount: 5 } };
const usual = [everyTime, half, once, fiveTimes];

function ofKey(key) {
  return {
    read: (faults) => faults[key],
    write(faults, rule) {
      const { [key]: _before, ...rest } = faults;
      return rule === undefined ? rest : { ...rest, [key]: rule };
    },
  };
}

/** A chance inside `webhook`, with what goes with it. */
function ofWebhook(...keys) {
  return {
    read(faults) {
      const held = Object.entries(faults.webhook ?? {}).filter(([key]) => keys.includes(key));
      return held.length === 0 ? undefined : Object.fromEntries(held);
    },
    write(faults, rule) {
      const { webhook = {}, ...rest } = faults;
      const others = Object.entries(webhook).filter(([key]) => !keys.includes(key));
      const next = { ...Object.fromEntries(others), ...rule };
      return Object.keys(next).length === 0 ? rest : { ...rest, webhook: next };
    },
  };
}

/** Every fault the emulator can play: name, one sentence, and how hard it may strike. See fault-shapes.ts. */
export const faultCatalogue = [
  {
    name: 'Máy chủ báo 502',
    hint: 'OA gửi tin thì nhận trang HTML lỗi 502; tin không tới người dân.',
    choices: usual,
    ...ofKey('html502'),
  },
  {
    name: 'Treo, không trả lời',
    hint: 'OA gửi tin thì chờ mãi rồi đứt kết nối; tin không tới người dân.',
    choices: usual,
    ...ofKey('hang'),
  },
  {
    name: 'Báo lỗi nhưng đã giao',
    hint: 'Zalo trả lời -200 dù tin đã tới: gửi lại là người dân nhận hai lần.',
    choices: usual,
    ...ofKey('errorReply'),
  },
  {
    name: 'Cắt kết nối',
    hint: 'Kết nối đứt ngay khi OA gửi tin; tin không tới người dân.',
    choices: usual,
    ...ofKey('refused'),
  },
  {
    name: 'Mất trả lời token',
    hint: 'Token đã đổi nhưng trả lời bị mất: OA giữ refresh token đã chết.',
    choices: [once, everyTime],
    ...ofKey('lostTokenAnswer'),
  },
  {
    name: 'Mạng chậm',
    hint: 'Mọi lệnh gọi API bị giữ lại trước khi trả lời.',
    choices: [
      { label: '1 giây', rule: { delayMs: 1000, jitterMs: 500 } },
      { label: '3 giây', rule: { delayMs: 3000, jitterMs: 1000 } },
      { label: '10 giây', rule: { delayMs: 10_000, jitterMs: 2000 } },
    ],
    ...ofKey('slowNetwork'),
  },
  {
    name: 'Bão -32',
    hint: 'Mọi lệnh gọi bị từ chối vì quá hạn mức số lần gọi.',
    choices: [
      { label: 'Trong 1 phút', rule: { forMs: 60_000 } },
      { label: 'Trong 10 phút', rule: { forMs: 600_000 } },
      { label: '20 lệnh tới', rule: { nextCount: 20 } },
    ],
    ...ofKey('rateStorm'),
  },
  {
    name: 'Webhook trùng',
    hint: 'Sự kiện tới trợ lý hai lần.',
    choices: [
      { label: 'Mọi sự kiện', rule: { duplicateProbability: 1 } },
      { label: 'Một nửa', rule: { duplicateProbability: 0.5 } },
      { label: 'Một phần mười', rule: { duplicateProbability: 0.1 } },
    ],
    ...ofWebhook('duplicateProbability'),
  },
  {
    name: 'Đảo thứ tự webhook',
    hint: 'Sự kiện bị giữ lại, tin sau vượt tin trước.',
    choices: [
      { label: 'Một nửa, trong 3 giây', rule: { reorderProbability: 0.5, reorderWithinMs: 3000 } },
      { label: 'Tất cả, trong 3 giây', rule: { reorderProbability: 1, reorderWithinMs: 3000 } },
    ],
    ...ofWebhook('reorderProbability', 'reorderWithinMs'),
  },
];

/** Whether a rule still strikes: counts run out and storms pass. */
export function isActive(rule) {
  if (rule === undefined) return false;
  const { nextCount, probability, forMs, delayMs } = rule;
  if (delayMs !== undefined && nextCount === undefined && probability === undefined) return delayMs > 0;
  return [nextCount, probability, forMs, rule.duplicateProbability, rule.reorderProbability].some((value) => value > 0);
}

/** The choice a rule was set by; what is left of a count or a time does not matter. */
export function choiceOf({ choices }, rule) {
  const plain = ({ nextCount, forMs, ...rest }) =>
    JSON.stringify([
      nextCount !== undefined,
      forMs !== undefined,
      Object.entries(rest).sort(([a], [b]) => a.localeCompare(b)),
    ]);
  const fitting = choices.filter((choice) => plain(choice.rule) === plain(rule));
  return fitting.find((choice) => JSON.stringify(choice.rule) === JSON.stringify(rule)) ?? fitting.at(-1);
}
