// Everything here is a comfort: each form works without it, and the server alone keeps a double click to one effect.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.method !== 'post') return;
  if (form.dataset.sent === 'yes') {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'yes';
  for (const button of form.querySelectorAll('button[type=submit]')) button.setAttribute('aria-disabled', 'true');
});

// A page that comes back from the browser's memory must be usable again.
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll('button[aria-disabled]')) button.removeAttribute('aria-disabled');
  }
});

const showCount = (box) => {
  const line = document.querySelector(`[data-count-of="${box.id}"]`);
  const limit = Number(box.dataset.count);
  if (!line || !limit) return;
  const left = limit - box.value.length;
  line.textContent =
    left >= 0
      ? `Còn ${left.toLocaleString('vi-VN')} ký tự.`
      : `Quá ${(-left).toLocaleString('vi-VN')} ký tự. Hãy viết ngắn lại.`;
};
document.addEventListener('input', (event) => {
  if (event.target instanceof HTMLTextAreaElement && event.target.dataset.count) showCount(event.target);
});
for (const box of document.querySelectorAll('textarea[data-count]')) showCount(box);

// After a form comes back with problems, the first one is where to go on.
document.querySelector('.field.has-problem :is(input, select, textarea)')?.focus();

// On a map, arrow keys go to the neighbour that lies in that direction; Tab goes through all of them.
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const middleOf = (part) => {
  const box = part.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
};
document.addEventListener('keydown', (event) => {
  const direction = DIRECTIONS[event.key];
  const from = event.target instanceof Element ? event.target.closest('[data-arrows] a') : null;
  if (!direction || !from) return;
  const [x, y] = middleOf(from);
  let best;
  for (const link of from.closest('[data-arrows]').querySelectorAll('a')) {
    if (link === from) continue;
    const [toX, toY] = middleOf(link);
    const along = (toX - x) * direction[0] + (toY - y) * direction[1];
    const aside = Math.abs((toX - x) * direction[1] + (toY - y) * direction[0]);
    // Straight ahead is better than near but far to the side.
    const cost = along + 2 * aside;
    if (along > 0 && aside < 3 * along && (!best || cost < best.cost)) best = { link, cost };
  }
  event.preventDefault();
  best?.link.focus();
});

// A ready answer goes behind what was typed, and its guide along with it.
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[data-insert]') : null;
  const box = document.querySelector('textarea[name=text]');
  if (!link || !box) return;
  event.preventDefault();
  box.value = [box.value.trimEnd(), link.dataset.insert].filter((part) => part !== '').join('\n\n');
  const list = document.querySelector('select[name=card]');
  if (list) {
    const known = [...list.options].some((option) => option.value === link.dataset.insertCard);
    if (!known) list.add(new Option(link.dataset.insertTitle, link.dataset.insertCard));
    list.value = link.dataset.insertCard;
  }
  showCount(box);
  box.focus();
});
