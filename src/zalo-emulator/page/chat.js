import { api } from './api.js';
import { createDeliveriesPanel } from './deliveries-panel.js';
import { connectLive } from './live.js';
import { createPhone } from './phone.js';

const wide = matchMedia('(min-width: 800px)');
const phonesArea = document.querySelector('#phones');
const connection = document.querySelector('#connection');
const bar = document.querySelector('#bar');
const residents = new Map();
const phones = new Map();
let oa;
let activeId;

const panel = createDeliveriesPanel((id) => residents.get(id)?.name ?? id);

function activate(residentId, focus) {
  activeId = residentId;
  for (const [id, phone] of phones) phone.root.classList.toggle('active', id === residentId);
  const phone = phones.get(residentId);
  phone?.showResidents([...residents.values()]);
  phone?.scrollToEnd();
  phone?.markSeen();
  if (focus) phone?.root.querySelector('.resident-select').focus();
}

function setBarOpen(open) {
  bar.classList.toggle('open', open);
  if (open) document.querySelector('#close-bar').focus();
  else phones.get(activeId)?.root.querySelector('.more').focus();
}

function showResident(resident) {
  residents.set(resident.id, resident);
  if (phones.has(resident.id)) return phones.get(resident.id).showResident(resident);
  const phone = createPhone(resident, oa, {
    isShown: (id) => wide.matches || id === activeId,
    onSwitch: (id) => activate(id, true),
    onMenu: () => setBarOpen(true),
  });
  phones.set(resident.id, phone);
  phonesArea.append(phone.root);
  if (activeId !== undefined) phones.get(activeId)?.showResidents([...residents.values()]);
  return undefined;
}

async function loadAll() {
  const state = await api.state();
  oa = state.oa;
  document.title = `${oa.name} (trò chuyện thử)`;
  const known = new Set(state.residents.map(({ id }) => id));
  for (const [id, phone] of phones) {
    if (known.has(id)) continue;
    phone.root.remove();
    phones.delete(id);
    residents.delete(id);
  }
  for (const resident of state.residents) showResident(resident);
  panel.showWebhook(state.webhook);
  panel.load(await api.deliveries());
  await Promise.all([...phones].map(async ([id, phone]) => phone.load(await api.history(id))));
  activate(phones.has(activeId) ? activeId : state.residents[0]?.id, false);
  connection.hidden = true;
}

connectLive(api.liveUrl, {
  onOpen: loadAll,
  onLost() {
    connection.textContent = 'Mất kết nối với máy giả lập, đang nối lại…';
    connection.hidden = false;
  },
  onUpdate(update) {
    if (update.type === 'message') phones.get(update.message.residentId)?.apply(update.message);
    else if (update.type === 'resident') showResident(update.resident);
    else if (update.type === 'delivery') panel.add(update.delivery);
    else if (update.type === 'webhook') panel.showWebhook(update);
  },
});

document.addEventListener('visibilitychange', () => {
  for (const phone of phones.values()) phone.markSeen();
});

const asDesktop = document.querySelector('#as-desktop');
asDesktop.addEventListener('change', () => document.body.classList.toggle('as-desktop', asDesktop.checked));

const dialog = document.querySelector('#resident-dialog');
const nameInput = document.querySelector('#resident-name');
document.querySelector('#add-resident').addEventListener('click', () => dialog.showModal());
document.querySelector('#cancel-resident').addEventListener('click', () => dialog.close());
document.querySelector('#resident-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const name = nameInput.value.trim();
  if (name === '') return;
  const resident = await api.createResident(name).catch(() => undefined);
  if (resident === undefined) return;
  nameInput.value = '';
  dialog.close();
  setBarOpen(false);
  showResident(resident);
  activate(resident.id, false);
  phones.get(resident.id).root.querySelector('.typed').focus();
});

document.querySelector('#close-bar').addEventListener('click', () => setBarOpen(false));
bar.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') setBarOpen(false);
});
