import type { CommuneContact, SettingsReads, SettingsWrites } from '../settings-ports.ts';
import type { Queried, Row, Sql } from './query.ts';

const toContact = (row: Row): CommuneContact => ({
  communeCode: String(row['commune_code']),
  hotline: String(row['hotline']),
  centre: String(row['centre']),
  address: String(row['address']),
  openingHours: String(row['opening_hours']),
  checkedOn: String(row['checked_on']),
});

export const settingsOperations = (db: Sql): Queried<SettingsReads & SettingsWrites> => ({
  *findCommuneContact({ oaId, communeCode }) {
    const row = yield* db.get('select * from commune_contact where oa_id = ? and commune_code = ?', oaId, communeCode);
    return row && toContact(row);
  },

  *listCommuneContacts({ oaId }) {
    return (yield* db.all('select * from commune_contact where oa_id = ? order by commune_code', oaId)).map(toContact);
  },

  *saveCommuneContact({ oaId, communeCode, hotline, centre, address, openingHours, checkedOn }) {
    if (hotline === '' && centre === '' && address === '' && openingHours === '') {
      yield* db.write('delete from commune_contact where oa_id = ? and commune_code = ?', oaId, communeCode);
      return null;
    }
    yield* db.write(
      `insert into commune_contact (oa_id, commune_code, hotline, centre, address, opening_hours, checked_on)
       values (?, ?, ?, ?, ?, ?, ?)
       on conflict (oa_id, commune_code) do update set hotline = excluded.hotline, centre = excluded.centre,
         address = excluded.address, opening_hours = excluded.opening_hours, checked_on = excluded.checked_on`,
      oaId,
      communeCode,
      hotline,
      centre,
      address,
      openingHours,
      checkedOn,
    );
    return null;
  },
});
