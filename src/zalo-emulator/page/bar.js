/** The bar of the page, which is a sheet on a phone; `onClosed` puts the focus back. Returns what opens and closes it. */
export function createBar(onClosed) {
  const bar = document.querySelector('#bar');
  const close = document.querySelector('#close-bar');

  function setOpen(isOpen) {
    const wasOpen = bar.classList.contains('open');
    bar.classList.toggle('open', isOpen);
    if (isOpen) close.focus();
    else if (wasOpen) onClosed();
  }

  close.addEventListener('click', () => setOpen(false));
  bar.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') setOpen(false);
  });
  return setOpen;
}
