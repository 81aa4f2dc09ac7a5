/** An OA of the installation, as the console shows it. */
export interface ConsoleOa {
  readonly oaId: string;
  /** What staff call it. */
  readonly name: string;
  /** Id of the app at developers.zalo.me. */
  readonly appId: string;
  /** Its keys stand in the environment: it is neither paused nor removed here. */
  readonly isFirst: boolean;
  readonly isPaused: boolean;
  /** Epoch ms; 0 for the first. */
  readonly addedAt: number;
  /** Epoch ms of its last webhook on this server; 0 = never. */
  readonly lastWebhookAt: number;
}

/** Keys as they were typed in; what is left out is as with the first OA. */
export interface TypedOaKeys {
  readonly appId?: string | undefined;
  readonly appSecret?: string | undefined;
  readonly oaSecret?: string | undefined;
}

/** What the console can ask of the list of OAs. Keys go in and never come out. */
export interface ConsoleOas {
  /** The first one first; paused ones too. */
  list(): readonly ConsoleOa[];
  /** The keys as the store keeps them. */
  seal(
    oaId: string,
    keys: TypedOaKeys,
  ): { readonly appId: string; readonly appSecret: string; readonly oaSecret: string };
  /** Takes a change in here at once; other servers see it within seconds. */
  refresh(): Promise<void>;
}
