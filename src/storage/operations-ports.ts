/** What whoever runs the server asks of the truth store. Part of `StorageOperations` (`ports.ts`). */

/** How long the oldest work has been waiting: when it came, epoch ms. Absent = nothing waits. */
export interface WorkAges {
  readonly inboxSince?: number;
  readonly answersSince?: number;
  /** When the longest waiting recipient of a running announcement could have been written to. */
  readonly announcementsSince?: number;
}

export interface OperationsReads {
  workAges(args: { readonly at: number }): WorkAges;
  /** Number of the newest migration the database has. */
  schemaVersion(): number;
}
