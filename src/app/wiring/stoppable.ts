/** A started part that can be stopped. */
export interface Stoppable {
  stop(): Promise<void>;
}
