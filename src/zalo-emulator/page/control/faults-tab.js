import { button, el, switchRow } from '../dom.js';
import { choiceOf, faultCatalogue, isActive } from '../fault-catalogue.js';
import { attempt, toast } from '../toast.js';

/** Tab «Gây lỗi»: what goes wrong on purpose. */
export function createFaultsTab({ conditions }) {
  const rows = faultCatalogue.map((fault) => createRow(fault, conditions));

  async function clear() {
    const before = conditions.faults();
    await conditions.setFaults({});
    toast('Đã tắt mọi lỗi.', () => conditions.setFaults(before));
  }

  function draw() {
    for (const row of rows) row.draw();
  }

  conditions.onChange(draw);
  draw();
  return {
    node: el(
      'div',
      { class: 'stack' },
      el(
        'p',
        { class: 'hint' },
        'Để thử xem trợ lý chịu được gì. Khi có lỗi đang bật, đầu trang hiện một dải báo màu vàng.',
      ),
      button('Tắt hết', () => attempt(clear)),
      ...rows.map(({ node }) => node),
    ),
    show: () => void attempt(() => conditions.loadFaults()),
  };
}

function createRow(fault, conditions) {
  const { name, hint, choices, read, write } = fault;
  const level = el('select', { 'aria-label': `Mức của «${name}»` });
  const toggle = switchRow(name, false, () => apply(), hint);
  const own = el('option', { value: 'own' }, 'Đặt riêng qua API');
  level.append(...choices.map(({ label }, i) => el('option', { value: i }, label)));
  level.addEventListener('change', () => (toggle.control.checked ? apply() : undefined));

  async function apply() {
    const chosen = choices[level.value] ?? choices[0];
    const rule = toggle.control.checked ? chosen.rule : undefined;
    await attempt(() => conditions.changeFaults((faults) => write(faults, rule)));
    draw();
  }

  function draw() {
    const rule = read(conditions.faults());
    const isOn = isActive(rule);
    toggle.control.checked = isOn;
    own.remove();
    if (!isOn) return;
    const choice = choiceOf(fault, rule);
    if (choice === undefined) level.append(own);
    level.value = choice === undefined ? 'own' : String(choices.indexOf(choice));
  }

  return { node: el('div', { class: 'fault-row' }, toggle, level), draw };
}
