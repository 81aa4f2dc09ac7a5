import { ZALO_CITY_CODES, type ZaloCityCode } from 'zalo-oa-sdk';

/**
 * Zalo's city codes (the 63 provinces before July 2025) that make up each of the 34 provinces of today, by the code of
 * `content/places/units-vn.tsv`. Zalo can aim a broadcast no finer than that.
 *
 * Sources: resolution 202/2025/QH15 of the National Assembly (23 mergers, in force since 1 July 2025; 11 provinces stayed
 * as they were); codes: page "Gửi tin Truyền thông Broadcast". A test compares it with `flow-engine/former-provinces.ts`
 * and with the places that are shipped.
 */
export const ZALO_CITIES_OF_PROVINCE: Readonly<Record<string, readonly ZaloCityCode[]>> = {
  // Hà Nội; Cao Bằng; Tuyên Quang + Hà Giang; Điện Biên; Lai Châu; Sơn La; Lào Cai + Yên Bái
  '01': [9],
  '04': [43],
  '08': [62, 27],
  '11': [23],
  '12': [41],
  '14': [60],
  '15': [59, 7],
  // Thái Nguyên + Bắc Kạn; Lạng Sơn; Quảng Ninh; Bắc Ninh + Bắc Giang; Phú Thọ + Vĩnh Phúc + Hòa Bình
  '19': [42, 22],
  '20': [58],
  '22': [38],
  '24': [61, 21],
  '25': [40, 26, 24],
  // Hải Phòng + Hải Dương; Hưng Yên + Thái Bình; Ninh Bình + Hà Nam + Nam Định; Thanh Hóa; Nghệ An; Hà Tĩnh
  '31': [57, 10],
  '33': [37, 25],
  '37': [2, 8, 56],
  '38': [39],
  '40': [55],
  '42': [36],
  // Quảng Trị + Quảng Bình; Huế; Đà Nẵng + Quảng Nam; Quảng Ngãi + Kon Tum; Gia Lai + Bình Định; Khánh Hòa + Ninh Thuận
  '44': [35, 54],
  '46': [53],
  '48': [20, 34],
  '51': [52, 19],
  '52': [33, 18],
  '56': [32, 50],
  // Đắk Lắk + Phú Yên; Lâm Đồng + Đắk Nông + Bình Thuận; Đồng Nai + Bình Phước
  '66': [17, 51],
  '68': [6, 31, 30],
  '75': [16, 1],
  // Hồ Chí Minh + Bình Dương + Bà Rịa - Vũng Tàu; Tây Ninh + Long An; Đồng Tháp + Tiền Giang
  '79': [4, 29, 49],
  '80': [15, 48],
  '82': [0, 14],
  // Vĩnh Long + Bến Tre + Trà Vinh; An Giang + Kiên Giang; Cần Thơ + Sóc Trăng + Hậu Giang; Cà Mau + Bạc Liêu
  '86': [5, 47, 13],
  '91': [12, 28],
  '92': [45, 46, 11],
  '96': [44, 3],
};

/** Zalo's city codes for these provinces of today, ascending and each once; a province that is not known adds none. */
export function zaloCitiesOf(provinceCodes: readonly string[]): ZaloCityCode[] {
  const codes = new Set(provinceCodes.flatMap((code) => ZALO_CITIES_OF_PROVINCE[code] ?? []));
  return [...codes].toSorted((a, b) => a - b);
}

/** Names as Zalo has them: what the people of the article lane live in. */
export const zaloCityNames = (codes: readonly ZaloCityCode[]): string[] => codes.map((code) => ZALO_CITY_CODES[code]);
