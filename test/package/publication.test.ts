/** The addresses that a publication needs come from one place, and nothing is invented before it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import {
  documentationAddress,
  missingAddresses,
  notesOf,
  publicationFields,
  repositoryLinks,
  withDocumentationAddress,
} from "../../scripts/publication.mjs";

const text = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

describe("publication", () => {
  it("derives the fields of package.json from the repository's address", () => {
    assert.deepEqual(publicationFields({ repository: "https://git.example/team/phone", homepage: null }), {
      repository: { type: "git", url: "git+https://git.example/team/phone.git" },
      bugs: { url: "https://git.example/team/phone/issues" },
      homepage: "https://git.example/team/phone#readme",
    });
    assert.deepEqual(missingAddresses({ repository: null, homepage: null }), ["repository"]);
    assert.deepEqual(missingAddresses({ repository: "https://git.example/team/phone", homepage: null }), []);
  });

  it("has no address in package.json that publication.json does not have", () => {
    const own = JSON.parse(text("package.json")) as Record<string, unknown>;
    const publication = JSON.parse(text("publication.json")) as { repository: string | null; homepage: string | null };
    const expected = publication.repository === null ? {} : publicationFields(publication);
    for (const field of ["repository", "bugs", "homepage"] as const) {
      assert.deepEqual(own[field], (expected as Record<string, unknown>)[field], field);
    }
  });

  it("puts the address of the documentation into the errors", () => {
    const publication = JSON.parse(text("publication.json")) as { repository: string | null; homepage: string | null };
    const source = text("src/errors.ts");
    assert.equal(withDocumentationAddress(source, publication), source, "run `node scripts/publication.mjs --apply`");
    const published = { repository: "https://git.example/team/phone", homepage: null };
    assert.equal(documentationAddress(published), "https://git.example/team/phone/blob/main/docs/integrate");
    assert.match(
      withDocumentationAddress(source, published),
      /^const documentation = "https:\/\/git\.example\/team\/phone\/blob\/main\/docs\/integrate";$/m,
    );
  });

  it("lists README links that npm can resolve only with the repository's address", () => {
    const markdown = `[a](docs/a.md) [b](CHANGELOG.md) [c](https://x.example) [d](#part) [a again](docs/a.md#x) <img src="docs/i.png">`;
    assert.deepEqual(repositoryLinks(markdown, ["CHANGELOG.md", "dist"]), ["docs/a.md", "docs/i.png"]);
  });

  it("finds the notes of a version, and refuses one without notes", () => {
    const changelog =
      "# Changelog\n\n## [Unreleased]\n\n- next\n\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- this\n\n## [0.1.0]\n\n- first\n";
    assert.equal(notesOf("v0.2.0", changelog), "### Added\n\n- this");
    assert.throws(() => notesOf("v9.0.0", changelog), /no section for v9\.0\.0/);
  });
});
