import { api } from './api.js';
import { createBanner } from './banner.js';
import { createBar } from './bar.js';
import { createConditions } from './conditions.js';
import { createControlEntry } from './control-entry.js';
import { onClockMoved } from './emulator-time.js';
import { firstKeys, isCrowd } from './first-chats.js';
import { openGroupMembers } from './group-members.js';
import { createGroupWindow } from './group-window.js';
import { connectLive } from './live.js';
import { openNewGroup } from './new-group.js';
import { createNewResident } from './new-resident.js';
import { openNewVisitor } from './new-visitor.js';
import { createPeopleList } from './people-list.js';
import { createPeople, groupKey, residentKey, visitorKey } from './people.js';
import { createPhone } from './phone.js';
import { createRecords } from './records.js';
import { openResidentMenu } from './resident-menu.js';
import { createSurroundings } from './surroundings.js';
import { createUpdateTaker } from './update-taker.js';
import { createVisitorWindow } from './visitor-window.js';
import { createWindows } from './windows.js';

const wide = matchMedia('(min-width: 800px)');
const find = (selector) => document.querySelector(selector);
const setBarOpen = createBar(() => windows.get(windows.activeKey())?.root.querySelector('.more').focus());
const records = createRecords();
const conditions = createConditions();
let oa;
let membersDialog;

function refreshLists() {
  list.refresh();
  surroundings.refresh();
}

const people = createPeople(refreshLists);
const windows = createWindows(find('#phones'), { create: createWindow, onChange: refreshLists });
const surroundings = createSurroundings(people, windows);
const list = createPeopleList(people, {
  openChat: (key) => open(key),
  isOpen: windows.has,
  newGroup: () => openNewGroup(people, (group) => addGroup(group)),
  newVisitor: () => openNewVisitor(people, (visitor) => addVisitor(visitor)),
});
const panel = createControlEntry({ people, records, conditions });
createBanner(conditions);

function createWindow(key) {
  const id = key.slice(2);
  const isShown = () => wide.matches || windows.activeKey() === key;
  const actions = {
    openBar: () => setBarOpen(true),
    switchTo,
    openMenu: (residentId) => showMenu(residentId),
    openGroup: (groupId, residentId) => openGroupAs(groupId, residentId),
    showMembers,
    showDetails,
    close: () => closeChat(key),
  };
  if (people.residents.has(id)) return createPhone(people.residents.get(id), oa, { isShown, actions });
  if (people.groups.has(id)) return createGroupWindow(people.groups.get(id), oa, { actions });
  if (people.visitors.has(id)) return createVisitorWindow(people.visitors.get(id), oa, { actions });
  return undefined;
}

async function open(key, focus = false) {
  people.markRead(key);
  const opening = windows.open(key).catch(() => undefined);
  // On a phone the bar, from which the list was opened, would cover the chat.
  setBarOpen(false);
  const shown = await opening;
  if (shown === undefined) return;
  surroundings.draw();
  if (focus) shown.root.querySelector('.resident-select').focus();
}

/** The last choice of the list, for everybody who is not in it, has no key. */
function switchTo(key) {
  if (key !== '') return void open(key, true);
  surroundings.draw({ anew: true });
  return list.setOpen(true);
}

/** One chat stays open always: on a phone it is the only way to everything else. */
function closeChat(key) {
  windows.close(key);
  if (windows.keys().length === 0) void open(firstKeys(people, [])[0]);
}

async function openGroupAs(groupId, residentId) {
  await open(groupKey(groupId));
  windows.get(groupKey(groupId))?.writeAs(residentId);
}

async function addGroup(group) {
  people.putGroup(group);
  await open(groupKey(group.id));
}

async function addVisitor(visitor) {
  people.putVisitor(visitor);
  if (!wide.matches) list.setOpen(false);
  await open(visitorKey(visitor.anonymousId));
  windows.get(visitorKey(visitor.anonymousId)).focus();
}

function showMenu(residentId) {
  setBarOpen(false);
  openResidentMenu(people.residents.get(residentId), { closeChat: () => closeChat(residentKey(residentId)) });
}

function showMembers(groupId) {
  setBarOpen(false);
  membersDialog = openGroupMembers(groupId, people, {
    onClose() {
      membersDialog = undefined;
    },
  });
}

async function showDetails(message) {
  const { openMessageDetails } = await import('./control/message-details.js');
  await openMessageDetails(message, records);
}

async function loadAll() {
  const [state, groups, visitors] = await Promise.all([
    api.state(),
    api.groups(),
    api.visitors(),
    conditions.load(),
    records.reload(),
  ]);
  showOa(state.oa);
  panel.showWebhook(state.webhook);
  people.replaceAll(state.residents, groups, visitors);
  for (const key of windows.keys()) {
    const known = people.get(key);
    if (known === undefined) windows.close(key);
    else refreshWindow(key, known);
  }
  const isFirst = windows.keys().length === 0;
  if (isFirst) for (const key of firstKeys(people, windows.remembered())) windows.prepare(key);
  await windows.reload();
  windows.activate(windows.has(windows.activeKey()) ? windows.activeKey() : windows.keys()[0]);
  surroundings.draw();
  if (isFirst && wide.matches && isCrowd(people)) list.setOpen(true);
  find('#connection').hidden = true;
}

function refreshWindow(key, known) {
  windows.get(key).showResident?.(known);
  windows.get(key).showGroup?.(known);
}

function showOa(next) {
  oa = { ...oa, ...next };
  document.title = `${oa.name} (trò chuyện thử)`;
  for (const shown of windows.all()) shown.showOa(oa);
}

const updates = createUpdateTaker({
  people,
  windows,
  records,
  conditions,
  panel,
  showOa,
  closeChat,
  loadAll,
  onGroup: () => membersDialog?.refresh(),
});

connectLive(api.liveUrl, {
  onOpen: loadAll,
  onUpdate: updates.take,
  onLost() {
    find('#connection').textContent = 'Mất kết nối với máy giả lập, đang nối lại…';
    find('#connection').hidden = false;
  },
});

onClockMoved(() => {
  for (const shown of windows.all()) shown.redraw();
});
document.addEventListener('visibilitychange', () => {
  for (const shown of windows.all()) shown.markSeen();
});

const asDesktop = find('#as-desktop');
asDesktop.addEventListener('change', () => document.body.classList.toggle('as-desktop', asDesktop.checked));

createNewResident(async (resident) => {
  setBarOpen(false);
  people.putResident(resident);
  await open(residentKey(resident.id));
  windows.get(residentKey(resident.id)).focus();
});

find('#chat-menu').addEventListener('click', () => {
  const id = windows.activeKey()?.slice(2);
  if (people.residents.has(id)) showMenu(id);
  else if (people.groups.has(id)) showMembers(id);
});
