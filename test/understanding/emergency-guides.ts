const IN_PART =
  /first-hour|lock-account-emergency|scam-(?:blackmail|hacked|online-kid|clicked|debt|online-shopping|child|screen|id-photo|deepfake|recover|romance)|protect-children/u;

/**
 * Guides whose own examples are in part emergencies ("Zalo bị hack, nó đang mượn tiền"): they are neither learned as
 * harmless nor counted as false alarms. `label` is the slug of the guide.
 */
export const isInPartEmergency = (label: string): boolean => IN_PART.test(label);
