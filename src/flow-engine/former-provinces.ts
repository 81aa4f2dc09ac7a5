/**
 * Names that residents still use for the provinces of today. Keys and names are folded, keys without "tỉnh", "thành phố".
 * Source: resolution 202/2025/QH15 of the National Assembly on the arrangement of provinces, in force since 1 July 2025;
 * its 23 mergers compared with two published lists on 2026-11-22.
 */
export const formerProvinces: Readonly<Record<string, readonly string[]>> = {
  'tuyen quang': ['ha giang'],
  'lao cai': ['yen bai'],
  'thai nguyen': ['bac kan', 'bac can'],
  'phu tho': ['vinh phuc', 'hoa binh'],
  'bac ninh': ['bac giang'],
  'hung yen': ['thai binh'],
  'hai phong': ['hai duong'],
  'ninh binh': ['ha nam', 'nam dinh'],
  'quang tri': ['quang binh'],
  'da nang': ['quang nam'],
  'quang ngai': ['kon tum', 'kontum'],
  'gia lai': ['binh dinh'],
  'khanh hoa': ['ninh thuan'],
  'lam dong': ['dak nong', 'dac nong', 'binh thuan'],
  'dak lak': ['phu yen', 'dac lac', 'daklak'],
  'ho chi minh': ['binh duong', 'ba ria vung tau', 'vung tau', 'ba ria'],
  'dong nai': ['binh phuoc'],
  'tay ninh': ['long an'],
  'can tho': ['soc trang', 'hau giang'],
  'vinh long': ['ben tre', 'tra vinh'],
  'dong thap': ['tien giang'],
  'ca mau': ['bac lieu'],
  'an giang': ['kien giang'],
};

/** Short names people type. */
export const provinceNicknames: Readonly<Record<string, readonly string[]>> = {
  'ha noi': ['hn'],
  'ho chi minh': ['hcm', 'tphcm', 'sai gon', 'sg', 'brvt'],
  'hai phong': ['hp'],
  hue: ['thua thien hue', 'tt hue'],
};
