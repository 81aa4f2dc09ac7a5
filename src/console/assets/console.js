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
