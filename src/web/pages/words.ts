import type { Segment } from '../../flow-engine/types.ts';
import { ASSISTANT_NAME } from '../../handouts/index.ts';

/** What stands on the public pages around the words of the cards. Vietnamese, because residents read it. */
export const words = {
  site: ASSISTANT_NAME,
  skip: 'Đến thẳng phần hướng dẫn',
  allGuides: 'Tất cả hướng dẫn',
  urgent: 'Việc khẩn cấp',
  path: 'Đường dẫn trang',
  warning: 'Cảnh báo',
  underReview: 'Thông tin này đang được kiểm tra lại.',
  officialFirst: 'Bác hỏi kênh chính thức trước:',
  steps: 'Các bước',
  stuck: 'Nếu không làm được:',
  illustration: 'Hình minh họa',
  help: 'Ai giúp được',
  otherWords: 'Nói cách khác cho',
  stepOf: 'Bước',
  related: 'Xem thêm',
  askZalo: 'Hỏi trợ lý trên Zalo',
  openZalo: 'Mở Zalo hỏi trợ lý',
  print: 'In ra giấy',
  printLead: 'Bấm một khổ giấy để mở tệp PDF, rồi in hoặc gửi vào nhóm Zalo.',
  printA4: 'Tờ A4, đủ các bước và hình',
  printA5: 'Tờ A5 chữ to, dán tủ lạnh',
  printA6: 'Thẻ A6 có mã QR',
  source: 'Nguồn:',
  pageAt: 'Trang này ở địa chỉ:',
  about:
    'Đây là hướng dẫn chung, không thay lời cơ quan nhà nước hay ngân hàng. Trang này không theo dõi ai, không dùng cookie. Đừng gửi mật khẩu, mã OTP, số thẻ, ảnh căn cước cho ai.',
  listTitle: 'Hướng dẫn cho bà con',
  listLead: 'Chọn việc bác cần, hoặc gõ vài chữ để tìm. Không cần gõ dấu.',
  search: 'Bác cần tìm việc gì?',
  searchButton: 'Tìm',
  found: 'Kết quả tìm',
  nothingFound:
    'Chưa tìm thấy hướng dẫn nào hợp với mấy chữ này. Bác thử gõ ngắn hơn, ví dụ: căn cước, chuyển nhầm tiền, bán hàng.',
  searchPrivacy: 'Lời bác gõ để tìm không được lưu lại.',
  bySubject: 'Theo từng nhóm việc',
  notFound: 'Không tìm thấy trang này',
  notFoundLead: 'Địa chỉ có thể gõ nhầm, hoặc hướng dẫn đã đổi tên.',
  nearest: 'Có phải bác tìm một trong các hướng dẫn này?',
  teamUnknown: 'Chưa có tổ nào mang mã này',
  teamUnknownLead:
    'Bác xem lại mã tổ in trên giấy hoặc hỏi người đưa. Không có mã, bác vẫn xem và in hướng dẫn bình thường.',
  troubled: 'Trang đang gặp trục trặc',
  troubledLead: 'Bác mở lại sau ít phút giúp em. Việc gấp về tiền bạc, bác gọi ngay ngân hàng.',
  goneLead: 'Hướng dẫn dưới đây vẫn dùng được. Bác hỏi người trong thôn mã của tổ mới.',
  maybeTeam: 'Mã này gần giống mã của:',
  askTeam: 'Hỏi tổ trên Zalo',
  pressMessage: 'Bấm nút Nhắn tin.',
  typeCode: 'Nhắn đúng mấy chữ này:',
  scanOa: 'Máy khác quét mã này để mở Zalo của trợ lý.',
  qrOfOa: 'Mã QR mở Zalo của trợ lý',
  openChat: 'Mở khung chat Zalo trên trang này',
  chatIsZalos: 'Khung chat do Zalo làm ra: mở rồi thì Zalo biết có người xem trang này.',
  chatIsOpen: 'Khung chat Zalo ở góc dưới trang. Không thấy thì bác mở Zalo bằng nút trên.',
  chatWelcome: 'Bác cần giúp việc gì ạ?',
  chatAbout:
    'Đây là hướng dẫn chung, không thay lời cơ quan nhà nước hay ngân hàng. Khung chat trên trang này là của Zalo và theo quy định của Zalo. Đừng gửi mật khẩu, mã OTP, số thẻ, ảnh căn cước cho ai.',
  groupsUnread:
    'Trợ lý không đọc tin trong nhóm Zalo. Chỉ trong nhóm do trang Zalo này lập và đã bật trợ lý, nó đọc đúng tin gọi nó bằng dấu # ở đầu.',
  demoOa: 'Đây là bản dùng thử, chưa có trang Zalo thật nên không có mã QR.',
  demoChat: 'Mở trang trò chuyện dùng thử',
  begin: 'Bắt đầu thế nào',
  beginLead: 'Việc này làm trong khung trò chuyện Zalo, trợ lý hỏi từng câu. Bác nhắn cho trợ lý:',
  readInstead: 'Muốn đọc trước',
  announcement: 'Thông báo',
  announcedBy: 'gửi bà con thông báo này.',
  invitation: 'Thẻ mời của tổ',
  invitationLead: 'In ra phát cho bà con: mã QR, mã tổ chữ to, ba bước.',
  invitationA6: 'Thẻ mời A6',
  invitationA4: 'Tờ mời A4, dán nhà văn hóa',
  certificateTrue: 'Giấy ghi nhận này là thật',
  certificateName: 'Tên',
  certificatePlace: 'Tổ',
  certificateLearnt: 'Đã học xong phần',
  certificateDay: 'Ngày',
  certificateNot: 'Giấy để động viên người trong tổ, không thay giấy tờ của cơ quan nào.',
  certificateA5: 'Mở giấy khổ A5',
  certificateA4: 'Mở giấy khổ A4',
  certificateNone: 'Chưa thấy giấy có mã này',
  certificateMistyped:
    'Mã này sai mất một chữ, hoặc thiếu. Bác xem lại tám chữ và số in sau dòng Mã kiểm tra trên giấy.',
  certificateGone: 'Mã đúng kiểu nhưng không có giấy nào. Có thể người có giấy đã xóa dữ liệu của mình.',
  certificateHow: 'Kiểm tra giấy ghi nhận',
  certificateStep1: 'Tìm dòng Mã kiểm tra trên giấy: tám chữ và số.',
  certificateStep2: 'Gõ mã vào sau địa chỉ này, ví dụ:',
  certificateStep3: 'Hoặc nhắn cho trợ lý trên Zalo: KIỂM TRA GIẤY và mã đó.',
  urgentTitle: 'Việc khẩn cấp: làm ngay',
  urgentPicture:
    'Thẻ khẩn cấp để lưu vào máy: gọi ngay ngân hàng, giữ bằng chứng, báo Công an xã, phường. Không chuyển thêm, không đọc mã OTP.',
  callNow: 'Gọi các số này',
  lostMoney: 'Vừa mất tiền: làm lần lượt',
  fullGuide: 'Xem đủ từng bước',
} as const;

/** Who a variant of a card speaks to. */
export const segmentNames: Readonly<Record<Segment, string>> = {
  trader: 'người buôn bán',
  parent: 'cha mẹ có con nhỏ',
  elderly: 'người cao tuổi',
  farmer: 'bà con làm nông',
  student: 'học sinh, sinh viên',
};

/**
 * Numbers that answer in the whole country, most urgent for this product first. From the fact sheet, section 0 (113,
 * 114, 115: general knowledge, high; 111: vnanet.vn, 12 January 2026).
 */
export const urgentNumbers = [
  { number: '113', who: 'Công an: đang bị đe dọa, có người gặp nguy hiểm' },
  { number: '111', who: 'Bảo vệ trẻ em: trẻ bị dọa, bị dụ dỗ (miễn phí, cả ngày đêm)' },
  { number: '115', who: 'Cấp cứu' },
  { number: '114', who: 'Chữa cháy, cứu nạn' },
] as const;
