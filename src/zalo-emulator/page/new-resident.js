import { api } from './api.js';
import { attempt } from './toast.js';

/** The little window that asks for the name of one more resident; `onCreated(resident)` runs when there is one. */
export function createNewResident(onCreated) {
  const dialog = document.querySelector('#resident-dialog');
  const nameInput = document.querySelector('#resident-name');
  document.querySelector('#add-resident').addEventListener('click', () => dialog.showModal());
  document.querySelector('#cancel-resident').addEventListener('click', () => dialog.close());
  document.querySelector('#resident-form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const name = nameInput.value.trim();
    if (name === '') return;
    const resident = await attempt(() => api.createResident(name));
    if (resident === undefined) return;
    nameInput.value = '';
    dialog.close();
    await onCreated(resident);
  });
}
