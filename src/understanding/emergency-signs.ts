/** What an emergency is about. */
export type Kind =
  | 'cheated'
  | 'drained'
  | 'gave'
  | 'paid'
  | 'lock'
  | 'remote'
  | 'threat'
  | 'kidnap'
  | 'child'
  | 'despair'
  | 'cry';

/** What is said, by points, a pattern (see `parsePattern`) and one message that it is found in. */
export type Sign = readonly [points: number, pattern: string, example: string];

/**
 * Signs of an emergency. 5: it is happening, said with "vừa", "đang", "lỡ"; 4: said without, but beyond doubt; 3: told
 * plainly; 2: perhaps a question. `EMERGENCY_POINTS` make an emergency, so a frame (below) takes back any sign but leaves the strongest in doubt.
 */
export const SIGNS: Readonly<Record<Kind, readonly Sign[]>> = {
  /** Says to have been cheated. */
  cheated: [
    [2, 'BI 4 CHEAT', 'bi lua'],
    [3, 'DUPED 4 SEND|ALL|MONEY|DONE', 'Thằng nhỏ nhà tui bị người ta dụ đi mất tiêu rồi'],
    [3, 'THEM 2 CHEAT 2 ME|MONEY|ALL|LOSE', 'nó lừa em rồi'],
    [3, 'CHEAT 0 ME 3 DONE|LOSE|MONEY|ALL', 'nó lừa em rồi'],
    [5, 'JUST|NOW|OOPS 6 BI 4 CHEAT', 'vừa bị lừa'],
    [3, 'BI 4 CHEAT 6 DONE|ALL|LOSE', 'bị scam r'],
    [3, 'CHEAT 4 LOSE|ALL 4 MONEY', 'lừa mất tiền rồi'],
    [3, 'SEND|DONE 8 LEARNT 4 FAKE|CHEAT', 'vừa ck 7tr xong thấy nghi lừa, hủy dc k'],
    [5, 'JUST 8 DONE 6 LEARNT 4 FAKE|CHEAT', 'vừa ck 7tr xong thấy nghi lừa, hủy dc k'],
    [3, 'BI 4 CHEAT 8 ALARM', 'bi lua mat het tien roi cuu toi'],
    [3, 'ALARM 6 BI 4 CHEAT', 'cuu em voi em bi lua roi'],
  ],
  /** Money is leaving, or has left, without the owner. */
  drained: [
    [5, 'MONEY|ACCOUNT 7 NOW 3 TAKE|LOSE', 'tiền đang mất'],
    [5, 'MONEY|ACCOUNT 6 NOW 0 GOING', 'tiền đang mất'],
    [5, 'MONEY|ACCOUNT 4 GOING|LOSE 2 REPEAT', 'Chừ tiền cứ nhảy đi từng đợt, tui không biết bấm chi'],
    [5, 'NOW 3 BI 3 TAKE|LOSE', 'đang bị trừ tiền'],
    [5, 'THEM|CROOK 2 NOW 2 TAKE', 'khóa tk gấp nó đang rút'],
    [4, 'THEM|CROOK 2 TAKEN_ALL', 'nó rút hết rồi'],
    [5, 'JUST|DONE 6 BI 3 TAKE|LOSE|HACK', 'vừa bị hack'],
    [5, 'JUST 2 LOSE 4 MONEY', 'vừa mất tiền'],
    [5, 'VUA 3 THEM 2 TAKE', 'toi vua bi ke gian lay het tien trong vi'],
    [5, 'THEM 3 VUA 2 TAKE', 'ho vua lay het tien cua me toi'],
    [
      5,
      'THEM|POLICE 8 AT_THE_DOOR 4 TAKE',
      'Vừa có người mặc đồ công an đến tận nhà lấy tiền của bố mẹ tôi rồi đi. Tôi gọi công an xã hỏi thì không có ai như vậy.',
    ],
    [4, 'BI 3 TAKE 8 UNKNOWN', 'tk e bị trừ 4tr5 k hiểu sao lun'],
    [4, 'UNKNOWN 6 BI 3 TAKE|LOSE', 'Sim tự nhiên mất sóng rồi tài khoản bị rút sạch'],
    [4, 'UNKNOWN 6 LOSE 4 MONEY', 'vi momo tu nhien mat het tien'],
    [4, 'MONEY 6 LOSE 6 UNKNOWN', 'tiền trong momo bay hết r, e k làm j'],
    [4, 'BI 3 TAKEN_ALL', 'bị rút hết'],
    [5, 'TAKE 7 REPEAT', 'tien dang bi trừ lien tuc giup toii'],
    [3, 'LOSE 3 MONEY 6 ACCOUNT', 'vua mat 100 trieu vi tin nguoi ta'],
    [3, 'MONEY 7 LOST_ALL', 'tiền bay hết'],
    [3, 'MONEY 4 LOSE 3 DONE|ALL', 'tiền bay hết'],
    [3, 'LOST_ALL 3 MONEY', 'bay hết tiền'],
    [3, 'ACCOUNT 8 BI 3 TAKE|LOSE 4 MONEY|ALL', 'thẻ bị rút tiền'],
    [3, 'LOSE 2 MONEY 4 DONE|ALARM', 'mất tiền rồi'],
    [4, 'ALARM 6 LOSE 3 MONEY', 'Ới làng nước ơi tui mất hết tiền rồi'],
    [4, 'ALARM 6 MONEY 3 LOSE', 'khoa the gap giup toi tien dang mat'],
    [4, 'HACK 4 BANKING', 'bị hack bank'],
    [4, 'BANKING 7 HACK', 'thẻ bị hack'],
    [5, 'ALERT 4 TAKE 6 NOW', 'Tôi đang hoảng quá, tài khoản cứ báo trừ tiền từng phút một.'],
    [5, 'CROOK 4 NOW 3 LOGIN', 'Kẻ lạ đang đột nhập vào nhà tôi'],
    [4, 'SIM_LOST 11 LOSE', 'Mất sim rồi tiền trong ngân hàng cũng mất'],
    [4, 'MONEY 11 SIM_LOST', 'tk bị out, tiền mất, sim mất sóng luôn, help gấp'],
    [4, 'SELF_DEBIT 6 MONEY|ACCOUNT', 'điện thoại tự chuyển tiền'],
    [
      5,
      'PHONE_LOST 13 ALERT 4 TAKE|SEND',
      'Sáng nay tôi mất điện thoại ở chợ. Trưa về máy con gái báo tài khoản tôi bị chuyển 40 triệu.',
    ],
    [4, 'NOW 6 IMPOSTOR 11 SEND 3 DONE', 'nó đang xài nick e mượn tiền, 2 ng ck r'],
    [5, 'JUST 3 HACK 16 SEND', 'vua bi hack mat zalo va 3 nguoi da chuyen tien cho no'],
    [3, 'CROOK|THEM 3 STEAL', 'nó rút hết rồi'],
    [5, 'CROOK 1 NOW 4 SEND|TAKE|LOGIN|USE', 'Kẻ lạ đang đột nhập vào nhà tôi'],
    [3, 'START 1 MONEY 1 BI 1 TAKE 1 END', 'tiền bị rút'],
    [3, 'START 2 BI 2 TAKE 3 MONEY|ACCOUNT', 'thẻ bị rút tiền'],
    [3, 'LOSE 1 SUM', 'mất 50 triệu'],
    [3, 'ACCOUNT|DONE 3 LOSE 3 MONEY', 'bi hack momo mat 3 trieu'],
    [3, 'ALERT 4 TAKE 3 SUM', 'sim mất sóng xong bank báo trừ 15tr'],
    [4, 'VUA 25 ALERT 3 TAKE', 'Tôi vừa nhận tin nhắn trừ 15 triệu, tôi không hề chuyển'],
    [4, 'ACCOUNT|MONEY 4 BROKE', 'tai khoan tu nhien con 0 dong'],
    [3, 'START 1 MONEY 1 SELF_DEBIT 2 END', 'tiền tự đi'],
    [4, 'ODD_TRANSFER 3 NOW', 'Có giao dịch lạ đang diễn ra trong tài khoản của tôi'],
    [3, 'START 1 LOST_ALL 2 END', 'mat sach'],
    [4, 'THEM 2 NOW 2 USE 3 ACCOUNT', 'Có ai đó đang dùng thẻ tín dụng của tôi'],
    [4, 'ACCOUNT 5 BI 2 CROOK', 'Tài khoản ngân hàng bị người lạ đăng nhập và rút tiền'],
    [3, 'IMPOSTOR 8 SEND 3 DONE', 'nó hack zalo e mượn tiền, mẹ e ck 5tr r'],
    [3, 'HACK 12 DID|JUST 4 SEND', 'Zalo của tôi bị hack, bạn tôi vừa chuyển 10 triệu cho nó'],
    [4, 'VUA 4 PHONE_LOST 15 BANKING', 'Nó vừa giật điện thoại của tôi, trong đó có ngân hàng'],
  ],
  /** A code, password or face was just handed over. */
  gave: [
    [5, 'JUST|OOPS 4 GIVE 5 SECRET', 'lỡ đọc otp'],
    [5, 'JUST|OOPS 3 HAND 0 CODE', 'vừa đọc mã'],
    [4, 'GIVE 3 SECRET 4 DONE', 'đưa otp rồi'],
    [4, 'SECRET 2 GIVE 3 DONE', 'otp đưa r'],
    [4, 'LEAK 3 DONE', 'lộ otp rồi'],
    [
      5,
      'JUST|OOPS 2 FACE 8 STRANGE',
      'Tôi vừa quét khuôn mặt theo hướng dẫn của người lạ, giờ tài khoản báo trừ tiền.',
    ],
    [4, 'HAND 0 CODE 3 DONE', 'đọc mã rồi'],
    [5, 'GIVE 8 SECRET 12 LOSE', 'cho nó mượn otp xong mất acc bank'],
    [4, 'DID|DONE 5 SECRET 4 CROOK', 'Tôi đã đưa hết thông tin thẻ cho nhân viên ngân hàng giả'],
  ],
  /** Money was just sent to a cheat, or is about to be. */
  paid: [
    [5, 'JUST|OOPS 8 SEND 12 CROOK', 'Bà tôi vừa đưa vàng cho người lạ'],
    [4, 'SEND 12 CROOK 4 DONE', 'lo chup the gui cho nguoi la roi'],
    [5, 'JUST|OOPS|NOW 6 SEND 2 CHEAT', 'vừa chuyển nhầm cho lừa đảo'],
    [5, 'JUST 5 SEND 9 BLOCKED', 'vừa ck xong bị chặn'],
    [5, 'JUST 7 SEND 12 SILENT', 'Mẹ em vừa nghe điện thoại xong là đi chuyển tiền, em gọi không được'],
    [4, 'SEND 4 DONE 8 BLOCKED', 'ck r bị block'],
    [5, 'NOW 4 SEND 8 CROOK', 'vo toi dang o ngan hang chuyen tien cho bon gia danh'],
    [5, 'ME 3 NOW 8 PAY 6 CROOK', 'vo toi dang o ngan hang chuyen tien cho bon gia danh'],
    [4, 'SEND 4 DONE 7 LEARNT', 'vừa ck 7tr xong thấy nghi lừa, hủy dc k'],
    [4, 'JUST 11 BLOCKED 8 MORE', 'vừa nạp 5tr vô app nv xong nó k cho rút, nó kêu nạp nữa'],
    [4, 'LOCK 3 TRANSFER 4 URGENT|JUST', 'hủy giao dịch gấp'],
    [5, 'CROOK 14 VUA 3 PAY', 'Tôi lỡ nhập mật khẩu ngân hàng vào trang giả, tiền vừa bị chuyển đi.'],
    [4, 'POLICE|CROOK 20 DID', 'toi dang noi chuyen voi ke lua, da chuyen 10 trieu'],
    [4, 'SEND 25 STOP_IT', 'Tôi vừa chuyển khoản nhầm cho bọn lừa đảo 40 triệu, chặn lại giúp tôi'],
    [5, 'JUST 14 SEND 3 ALL 3 MONEY', 'mới mất đt xong, có ng ck hết tiền e r'],
    [5, 'LOCK 6 JUST 4 SEND', 'chan gap khoan vua chuyen'],
    [5, 'JUST 8 SEND 6 ALL 6 THEM|CROOK|MONEY', 'mới mất đt xong, có ng ck hết tiền e r'],
    [4, 'RECEIVED 4 BLOCKED', 'Người bán nhận tiền rồi khóa Facebook'],
    [5, 'VUA 5 SEND 8 LEARNT', 'vừa ck 7tr xong thấy nghi lừa, hủy dc k'],
    [3, 'VUA 1 SEND 3 SUM 25 UNKNOWN|STOP_IT|LEARNT', 'vừa ck 7tr xong thấy nghi lừa, hủy dc k'],
    [4, 'NOW|VUA 14 SEND|TAKE 25 CANT_STOP', 'mẹ e nghe đt ca giả h đang ra bank rút tiền, e ở xa k cản đc'],
    [3, 'VUA|OOPS 8 SEND 2 THEM 2 END', 'vừa chuyển cho nó'],
    [
      4,
      'SEND 20 MORE 12 BLOCKED|DONE',
      'Tôi làm nhiệm vụ trên Telegram, đã nạp 80 triệu. Họ nói nạp thêm 40 triệu mới rút được, tôi vừa nạp xong thì nhóm bị xóa.',
    ],
    [3, 'CROOK 4 RECEIVED', 'công an giả lấy tiền'],
  ],
  /** Cries for something to be stopped at once. */
  lock: [
    [4, 'LOCK 3 URGENT 4 MONEY 4 NOW|LOSE', 'khoa the gap giup toi tien dang mat'],
    [4, 'LOCK 4 ACCOUNT 6 CROOK 3 NOW', 'khoa tai khoan giup toi ke gian dang dang nhap'],
    [3, 'START 2 POLICE 2 URGENT 2 END', 'gọi công an gấp'],
    [3, 'LOCK 3 ACCOUNT 3 URGENT 2 ALARM', 'khoá the gapp giup toi'],
    [3, 'LOCK 1 MONEY 1 URGENT', 'chặn tiền gấp'],
  ],
  /** The phone is in other hands, or a strange app was just installed. */
  remote: [
    [4, 'REMOTE 6 PHONE', 'no dang dieu khienr may toi'],
    [5, 'JUST|OOPS|NOW 8 REMOTE_APP', 'đang bị điều khiển'],
    [4, 'THEM|CROOK 6 REMOTE_APP', 'no dang dieu khienr may toi'],
    [4, 'PHONE 8 REMOTE', 'máy bị điều khiển'],
    [5, 'JUST|OOPS 6 SCREEN', 'e lỡ bật chia sẻ màn hình cho nó r vô app bank lun r'],
    [5, 'NOW 4 REMOTE', 'đang bị điều khiển'],
    [5, 'REMOTE 6 NOW', 'đt e bị nó điều khiển r, nó đang vô bank'],
    [5, 'JUST|OOPS 8 REMOTE', 'toi lo cho no dieu khien may qua teamviewer tien mat roi'],
    [4, 'PHONE 4 BY_ITSELF', 'máy tự bấm'],
    [4, 'STUCK 13 MONEY|BANKING', 'man hinh den thui mo len mat 20 trieu'],
    [4, 'MONEY|BANKING 11 STUCK', 'dien thoai tu dong chuyen tien khong tat duoc'],
    [5, 'JUST|OOPS 4 INSTALL 3 APP 6 STRANGE', 'lỡ cài app lạ'],
    [
      5,
      'JUST|OOPS 6 STRANGE 3 INSTALL',
      'Chiều nay mẹ tôi nghe theo kẻ xưng công an, cài ứng dụng rồi quét mặt. Tối kiểm tra thì 300 triệu không còn.',
    ],
    [4, 'INSTALL 4 APP 4 STRANGE 11 STUCK|BY_ITSELF|LOSE', 'vua cai app theo huong dan cua no thi mat tien'],
    [4, 'INSTALL 13 MONEY 8 LOSE', 'Vừa cài phần mềm thuế giả, máy tự thoát, tiền mất'],
  ],
  /** Threatened or held to ransom, now or with a deadline. */
  threat: [
    [5, 'KILL', 'bị dọa giết'],
    [5, 'NOW 3 BI 3 THREAT', 'đang bị dọa'],
    [5, 'THEM|CROOK 4 NOW 3 THREAT', 'nó đang dọa tung ảnh e, bắt ck 5tr trong tối nay'],
    [5, 'THREAT 16 DEADLINE|AT_THE_DOOR', 'Hắn dọa tới nhà chém tui'],
    [5, 'DEADLINE 8 PAY', 'Hắn bắt tôi giữ máy suốt hai tiếng, không được nói với chồng. Tôi đã chuyển hai lần rồi.'],
    [4, 'THEM|CROOK 6 NOW 4 AT_THE_DOOR', 'Chúng nó đang đập cửa nhà tôi'],
    [4, 'THEM 2 NOW 2 AT_THE_DOOR', 'Chúng nó đang đập cửa nhà tôi'],
    [5, 'COERCED', 'nó ép e ck, k ck nó đăng clip lên group lớp'],
    [4, 'DEMAND 4 SUM 6 DEADLINE', 'nó đang dọa tung ảnh e, bắt ck 5tr trong tối nay'],
    [4, 'THREAT 6 URGENT 1 END', 'bị tống tiền gấp'],
    [4, 'NOW 4 AT_THE_DOOR', 'Chúng nó đang đập cửa nhà tôi'],
  ],
  /** Somebody is held, or a child has gone. */
  kidnap: [
    [5, 'CHILD 5 KIDNAP', 'con bị bắt cóc'],
    [5, 'CHILD 7 MISSING', 'con mất tích'],
    [4, 'KIDNAP 11 RANSOM|DEMAND', 'Con gái tôi nhắn bị nhốt, cần tiền chuộc'],
    [5, 'CHILD|ME 8 HELD 11 RANSOM|DEMAND', 'bạn e bị bắt cóc r, nó gửi clip đòi tiền'],
    [3, 'DEMAND 4 RANSOM', 'đòi chuộc'],
    [4, 'KIDNAP 2 CHILD', 'bắt cóc con tôi'],
    [3, 'START 2 KIDNAP 1 END', 'bị nhốt'],
    [5, 'CHILD 6 NOW 8 KIDNAP|HELD', 'Em trai tôi đang bị bọn cho vay bắt giữ'],
    [4, 'CHILD|ME 6 HELD 8 PAY', 'Con tôi vừa gọi khóc nói bị người ta giữ, bắt tôi gửi tiền'],
    [4, 'CHILD 12 GO 3 DONE|GONE', 'Cháu tôi bị người lạ dụ đi rồi'],
    [
      4,
      'CHILD 20 GO 20 GONE',
      'Con tôi 12 tuổi bị một người đàn ông trên mạng rủ đi gặp, cháu vừa ra khỏi nhà. Gọi cháu không nghe.',
    ],
  ],
  /** A child, or the writer, is abused. */
  child: [
    [5, 'CHILD 5 BI 6 LURED 4 PICTURES', 'chau toi bi ke xau doa dang anh nong bat gui tien'],
    [5, 'CHILD 5 BI 3 CROOK 4 LURED', 'chau gai bi nguoi la ru di khoi nha'],
    [5, 'CHILD 7 NOW 3 BI 4 THREAT|ABUSE', 'Con trai tôi bị ép gửi ảnh khỏa thân, đang bị dọa tung lên mạng'],
    [5, 'CHILD 7 BI 4 ABUSE', 'Con em bị chú hàng xóm sàm sỡ'],
    [5, 'ME|CHILD 3 BI 6 ABUSE', 'Em bị xâm hại'],
  ],
  /** Words of self-harm: a person is needed at once. */
  despair: [[5, 'DESPAIR', 'muốn chết']],
  /** A cry for help and nothing else. */
  cry: [[3, 'START 2 CRY 3 END', 'SOS']],
};

/** What makes the same words harmless: how many points it takes from which kinds, and an example. */
export interface Frame {
  readonly takes: number;
  readonly pattern: string;
  /** All of them when left out. */
  readonly from?: readonly Kind[];
  readonly example: string;
}

const LOSSES: readonly Kind[] = ['cheated', 'drained', 'gave', 'paid', 'remote', 'lock'];

export const FRAMES: readonly Frame[] = [
  { takes: 4, pattern: 'LONG_AGO', example: 'năm ngoái tôi bị lừa' },
  { takes: 4, pattern: 'HEARSAY', example: 'nghe nói có người bị lừa' },
  { takes: 4, pattern: 'PREVENTION', example: 'làm sao để không bị lừa' },
  { takes: 4, pattern: 'UNREAL', example: 'nếu lỡ đọc mã thì sao' },
  { takes: 4, pattern: 'BANTER', example: 'đùa thôi, bị lừa đâu' },
  { takes: 3, pattern: 'SHOULD 8 YES_NO', example: 'có phải họ lừa tôi không' },
  { takes: 3, pattern: 'WORRY 4 BI|CHEAT|TAKE|LOSE|TAKEN_ALL', example: 'sợ mẹ bị lừa' },
  { takes: 3, pattern: 'WORRY 10 STEAL', example: 'sợ lương hưu trong thẻ bị người ta lấy mất' },
  { takes: 4, pattern: 'UNHARMED', from: LOSSES, example: 'tôi cúp máy rồi, không mất gì' },
  { takes: 3, pattern: 'CHEAT 1 YES_NO 0 END', from: ['cheated'], example: 'việc này bị lừa không' },
  { takes: 3, pattern: 'CHEAT 2 ASKED', from: ['cheated'], example: 'vậy là họ lừa tôi phải không' },
  { takes: 3, pattern: 'RECOVERY', from: ['cheated', 'drained'], example: 'dịch vụ lấy lại tiền bị lừa' },
  { takes: 4, pattern: 'FEE', from: ['drained'], example: 'thẻ bị trừ phí hằng tháng' },
  { takes: 3, pattern: 'LOSE 2 YES_NO 1 END', from: ['drained'], example: 'làm vậy có mất tiền không' },
  { takes: 3, pattern: 'LOSE|TAKE 3 ASKED', from: ['drained'], example: 'bị trừ tiền phải không' },
  { takes: 4, pattern: 'MISTAKE', from: ['drained', 'paid'], example: 'tôi chuyển nhầm người' },
  { takes: 4, pattern: 'ID_PAPER', from: ['paid'], example: 'gửi ảnh căn cước cho người lạ có sao không' },
  { takes: 4, pattern: 'RESET', from: ['gave'], example: 'quên mật khẩu rồi' },
];

/** Points that make an emergency. */
export const EMERGENCY_POINTS = 2;
