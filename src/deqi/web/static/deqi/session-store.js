// Keeps what is typed while there is no connection: encrypted with a key of this sign-in,
// for a day at most. After signing out nobody has the key, and what is left is removed.
"use strict";

(() => {
  const PREFIX = "deqi-session-";
  const OLDEST_MS = 24 * 3600 * 1000;
  const NONCE_BYTES = 12;

  const bytes = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  const text = (raw) => btoa(String.fromCharCode(...new Uint8Array(raw)));

  class Store {
    constructor(id, key) {
      this.name = PREFIX + id;
      this.key = crypto.subtle?.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt", "decrypt"]);
    }

    async keep(value) {
      if (!this.key) return;
      const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const plain = new TextEncoder().encode(JSON.stringify(value));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await this.key, plain);
      const kept = { at: Date.now(), iv: text(iv), sealed: text(sealed) };
      try {
        localStorage.setItem(this.name, JSON.stringify(kept));
      } catch {
        // A browser that keeps nothing, or is full, must not hold up what is sent.
      }
    }

    async read() {
      const found = localStorage.getItem(this.name);
      if (!found || !this.key) return null;
      const { iv, sealed } = JSON.parse(found);
      try {
        const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, await this.key, bytes(sealed));
        return JSON.parse(new TextDecoder().decode(plain));
      } catch {
        // Of another sign-in: unreadable, and so of no use to anybody.
        this.drop();
        return null;
      }
    }

    drop() {
      localStorage.removeItem(this.name);
    }
  }

  function clear(isOld) {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX) && isOld(JSON.parse(localStorage.getItem(name)).at)) localStorage.removeItem(name);
    }
  }

  clear((at) => Date.now() - at > OLDEST_MS);
  globalThis.deqi = { ...globalThis.deqi, Store };
})();
