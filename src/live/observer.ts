/** Is told how late events reach the streams of this gateway; the gateway makes a metric of it. */
export interface DeliveryObserver {
  /**
   * A new event reached the streams that follow it: told once an event and topic, however many subscribers share it, and not
   * for events that are replayed.
   * @param seconds since the event was written
   */
  onDelivered(seconds: number): void;
}
