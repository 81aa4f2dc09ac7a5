/** Zalo's three regions: 0 North, 1 Central, 2 South. */
export type ZaloRegion = 0 | 1 | 2;

/**
 * Name and region of each city code, in the order of the codes: the 63 provinces from before the mergers of July 2025,
 * which the documentation still uses. Code 63 is outside Viet Nam and belongs to no region. Zalo does not say which
 * province is in which region; these are the customary three.
 *
 * Source: Zalo docs, "Gửi tin Truyền thông Broadcast".
 */
const cities: ReadonlyArray<readonly [name: string, region: ZaloRegion]> = [
  ['Đồng Tháp', 2],
  ['Bình Phước', 2],
  ['Ninh Bình', 0],
  ['Bạc Liêu', 2],
  ['Hồ Chí Minh', 2],
  ['Vĩnh Long', 2],
  ['Lâm Đồng', 1],
  ['Yên Bái', 0],
  ['Hà Nam', 0],
  ['Hà Nội', 0],
  ['Hải Dương', 0],
  ['Hậu Giang', 2],
  ['An Giang', 2],
  ['Trà Vinh', 2],
  ['Tiền Giang', 2],
  ['Tây Ninh', 2],
  ['Đồng Nai', 2],
  ['Đắk Lắk', 1],
  ['Bình Định', 1],
  ['Kon Tum', 1],
  ['Đà Nẵng', 1],
  ['Bắc Giang', 0],
  ['Bắc Kạn', 0],
  ['Điện Biên', 0],
  ['Hòa Bình', 0],
  ['Thái Bình', 0],
  ['Vĩnh Phúc', 0],
  ['Hà Giang', 0],
  ['Kiên Giang', 2],
  ['Bình Dương', 2],
  ['Bình Thuận', 1],
  ['Đắk Nông', 1],
  ['Khánh Hòa', 1],
  ['Gia Lai', 1],
  ['Quảng Nam', 1],
  ['Quảng Trị', 1],
  ['Hà Tĩnh', 1],
  ['Hưng Yên', 0],
  ['Quảng Ninh', 0],
  ['Thanh Hóa', 1],
  ['Phú Thọ', 0],
  ['Lai Châu', 0],
  ['Thái Nguyên', 0],
  ['Cao Bằng', 0],
  ['Cà Mau', 2],
  ['Cần Thơ', 2],
  ['Sóc Trăng', 2],
  ['Bến Tre', 2],
  ['Long An', 2],
  ['Bà Rịa Vũng Tàu', 2],
  ['Ninh Thuận', 1],
  ['Phú Yên', 1],
  ['Quảng Ngãi', 1],
  ['Thừa Thiên Huế', 1],
  ['Quảng Bình', 1],
  ['Nghệ An', 1],
  ['Nam Định', 0],
  ['Hải Phòng', 0],
  ['Lạng Sơn', 0],
  ['Lào Cai', 0],
  ['Sơn La', 0],
  ['Bắc Ninh', 0],
  ['Tuyên Quang', 0],
];

/** The highest city code: people outside Viet Nam. */
export const OUTSIDE_VIETNAM_CODE = 63;

/** The province of a code; undefined for an unknown one. */
export function zaloCityName(code: number): string | undefined {
  return cities[code]?.[0];
}

/** The region of a code; undefined for an unknown one and outside Viet Nam. */
export function zaloRegion(code: number): ZaloRegion | undefined {
  return cities[code]?.[1];
}
