/**
 * Names of keys. The part in braces decides the slot of a Cluster: everything that one script touches has the same. The
 * prefix keeps them apart from whatever else lives on that Redis.
 */
const PREFIX = 'tls';

/** A tag must not hold braces; ids of Zalo are digits, whatever else comes is taken as it is but for those. */
const clean = (text: string): string => text.replaceAll(/[{}\s]/gu, '_');

export const begunKey = (oaId: string, lane: string): string => `${PREFIX}:{${clean(oaId)}}:begun:${clean(lane)}`;
export const paceKey = (oaId: string, lane: string): string => `${PREFIX}:{${clean(oaId)}}:pace:${clean(lane)}`;
export const minuteKey = (appId: string): string => `${PREFIX}:{app-${clean(appId)}}:calls`;
export const replicasKey = (scope: string): string => `${PREFIX}:{${clean(scope)}}:replicas`;
export const startsKey = (scope: string): string => `${PREFIX}:{${clean(scope)}}:starts`;
export const lockKey = (oaId: string, what: string): string => `${PREFIX}:{${clean(oaId)}}:lock:${clean(what)}`;
export const fenceKey = (oaId: string, what: string): string => `${PREFIX}:{${clean(oaId)}}:fence:${clean(what)}`;
export const channelOf = (oaId: string, topic: string): string => `${PREFIX}:{${clean(oaId)}}:on:${topic}`;
