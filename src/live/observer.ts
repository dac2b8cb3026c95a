/** Receives the delivery latency of events on this gateway, for a metric. */
export interface DeliveryObserver {
  /**
   * Called when a new event reaches its streams: once per event and topic, regardless of the number of subscribers, and not for
   * replayed events.
   * @param seconds time since the event was written
   */
  onDelivered(seconds: number): void;
}
