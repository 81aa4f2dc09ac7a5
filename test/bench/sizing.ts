/**
 * What an installation needs, by calculation: a pure function from measured figures, a scale and assumptions to cores,
 * memory and disk. Every formula stands in docs/quy-mo.md in words; a change here is a change there.
 */

/** Who is served. */
export interface Scale {
  readonly teams: number;
  readonly residents: number;
  /** Events of Zalo a day; each is taken for a message that is answered and counted, which is cautious. */
  readonly eventsPerDay: number;
}

/** What the benches measured on one database. */
export interface Measured {
  /** CPU of the server, ms a message: `bench turns`. */
  readonly cpuMsPerMessage: number;
  /** CPU of PostgreSQL and of Redis, ms a message; 0 on SQLite. */
  readonly databaseCpuMsPerMessage: number;
  readonly redisCpuMsPerMessage: number;
  /** Resident memory of one server under load, 10^6 bytes: `bench turns`. */
  readonly rssMb: number;
  /** `bench disk`, rows with their indexes and the room that updates leave. */
  readonly bytesPerResident: number;
  readonly bytesPerMessage: number;
  readonly bytesPerEvent: number;
}

/** What is assumed and not measured. */
export interface Assumptions {
  /** Share of a day's messages in its busiest hour. */
  readonly peakHourShare: number;
  /** The busiest minute over the mean of that hour. */
  readonly peakMinuteFactor: number;
  /** How much of a core may be used at the peak, so that answers do not queue. */
  readonly utilisation: number;
  /** Residents who agreed that their use is counted one by one. */
  readonly consentShare: number;
  /** Answers a message, each a call of Zalo's API. */
  readonly repliesPerMessage: number;
  /** Days that keys of events and sent answers stay. */
  readonly messageDays: number;
  /** Days that single engagement events stay: `RETENTION_DAYS`. */
  readonly eventDays: number;
  /** Zalo's limit of calls a minute of one app. */
  readonly callsPerMinute: number;
  /** Hours a day in which announcements go out: 07:00 to 21:00. */
  readonly announcementHours: number;
  /** Keys of one message in the server's memory on SQLite: its own and the echo of its answer. */
  readonly keysPerMessage: number;
  /** Bytes a key in memory: `src/storage/sqlite/fingerprint-set.ts`, with what else lies around it. */
  readonly bytesPerKey: number;
  /** Copies of the database kept, one a day. */
  readonly backups: number;
  /** Bytes a second at which a backup is written. */
  readonly backupBytesPerSecond: number;
}

/** What was assumed for the page; the page says so too. */
export const ASSUMED: Assumptions = {
  peakHourShare: 0.15,
  peakMinuteFactor: 2,
  utilisation: 0.5,
  consentShare: 0.5,
  repliesPerMessage: 1.2,
  messageDays: 3,
  eventDays: 365,
  callsPerMinute: 4_000,
  announcementHours: 14,
  keysPerMessage: 2,
  bytesPerKey: 14,
  backups: 30,
  backupBytesPerSecond: 50e6,
};

/** What a scale needs; rates a second, sizes in 10^9 bytes, times in hours or minutes as named. */
export interface Need {
  readonly messagesPerSecond: number;
  readonly peakMessagesPerSecond: number;
  readonly serverCores: number;
  readonly databaseCores: number;
  readonly redisCores: number;
  /** Server processes: each uses one core. */
  readonly servers: number;
  readonly memoryGb: number;
  readonly residentGb: number;
  readonly messageGb: number;
  readonly eventGb: number;
  /** One month of engagement events: a partition on PostgreSQL. */
  readonly eventGbPerMonth: number;
  readonly diskGb: number;
  readonly backupGb: number;
  readonly backupMinutes: number;
  readonly peakCallsPerMinute: number;
  /** Apps that Zalo's limit demands at the peak. */
  readonly apps: number;
  /** Days until everybody has one announcement over one app, beside a day's answers. Infinite where those take it all. */
  readonly announcementDays: number;
}

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;
const MONTH_DAYS = 365 / 12;

/**
 * @param kind `embedded`: SQLite in one server. `shared`: PostgreSQL and Redis, two servers at least, so that one may fail
 */
export function needOf(scale: Scale, measured: Measured, kind: 'embedded' | 'shared', assumed = ASSUMED): Need {
  const messagesPerSecond = scale.eventsPerDay / DAY_SECONDS;
  const peakMessagesPerSecond =
    ((scale.eventsPerDay * assumed.peakHourShare) / HOUR_SECONDS) * assumed.peakMinuteFactor;
  const coresFor = (cpuMs: number): number => (peakMessagesPerSecond * cpuMs) / 1_000 / assumed.utilisation;
  const serverCores = coresFor(measured.cpuMsPerMessage);
  const servers = kind === 'embedded' ? Math.ceil(serverCores) : Math.max(2, Math.ceil(serverCores));
  const keyBytes =
    kind === 'embedded' ? scale.eventsPerDay * assumed.messageDays * assumed.keysPerMessage * assumed.bytesPerKey : 0;
  const residentGb = (scale.residents * measured.bytesPerResident) / 1e9;
  const messageGb = (scale.eventsPerDay * assumed.messageDays * measured.bytesPerMessage) / 1e9;
  const countedPerDay = scale.eventsPerDay * assumed.consentShare;
  const eventGbPerMonth = (countedPerDay * MONTH_DAYS * measured.bytesPerEvent) / 1e9;
  const eventGb = (countedPerDay * assumed.eventDays * measured.bytesPerEvent) / 1e9;
  const diskGb = residentGb + messageGb + eventGb;
  const peakCallsPerMinute = peakMessagesPerSecond * 60 * assumed.repliesPerMessage;
  const callsOfAnswers = scale.eventsPerDay * assumed.repliesPerMessage * (assumed.announcementHours / 24);
  const callsLeft = assumed.callsPerMinute * 60 * assumed.announcementHours - callsOfAnswers;
  return {
    ...{ messagesPerSecond, peakMessagesPerSecond, serverCores, servers },
    databaseCores: coresFor(measured.databaseCpuMsPerMessage),
    redisCores: coresFor(measured.redisCpuMsPerMessage),
    memoryGb: (servers * measured.rssMb * 1e6 + keyBytes) / 1e9,
    ...{ residentGb, messageGb, eventGb, eventGbPerMonth, diskGb },
    backupGb: diskGb * assumed.backups,
    backupMinutes: (diskGb * 1e9) / assumed.backupBytesPerSecond / 60,
    peakCallsPerMinute,
    apps: Math.ceil(peakCallsPerMinute / assumed.callsPerMinute),
    announcementDays: callsLeft <= 0 ? Number.POSITIVE_INFINITY : scale.residents / callsLeft,
  };
}
