/** Controllers that no script of the page can reach. */
import type { ReactiveController, ReactiveControllerHost } from "lit";

/**
 * Ties a controller to the element's life cycle without handing it over: Lit keeps its controllers in a property of the
 * element, which any script of the page can read.
 */
export function addPrivateController(element: ReactiveControllerHost, controller: ReactiveController): void {
  element.addController({
    hostConnected: () => controller.hostConnected?.(),
    hostUpdate: () => controller.hostUpdate?.(),
    hostUpdated: () => controller.hostUpdated?.(),
    hostDisconnected: () => controller.hostDisconnected?.(),
  });
}
