"""Stage 9 in Dagster: the published database becomes the site."""

import dagster as dg

from assets.releases.assets import published_database
from assets.site.base_url import base_url_asked
from assets.site.publishing import publish_site
from orchestration.leaving_out import left_out, told_left_out
from orchestration.progress import progress_of
from orchestration.resources import HomeResource
from orchestration.stages import OWNERS, markdown_table


@dg.asset(
    # The site holds the feeds, which are made before it (their priority says so), and needs none of them: where they
    # fail, the run says so, and the site holds those of the run before.
    deps=[published_database],
    group_name="9_releases",
    kinds={"python", "duckdb"},
    owners=OWNERS,
    description="published/site: static pages of everything that was published, for a folder or any web host, replaced in one rename.",
)
def site(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[None]:
    """Make the site; where nothing is new, nothing is done."""
    if left_out("site"):
        return told_left_out("site")
    published = publish_site(
        home.opened.home,
        base_url=base_url_asked(),
        progress=progress_of(context),
    )
    built = published.built
    return dg.MaterializeResult(
        metadata={
            "path": dg.MetadataValue.path(str(published.path / "index.html")),
            "pages": built.pages,
            "bytes": built.bytes,
            "seconds": round(published.seconds, 1),
            "edition": published.edition,
            "heaviest page": f"{built.heaviest[0]} ({built.heaviest[1]:,} bytes)",
            "pages by kind": dg.MetadataValue.md(
                markdown_table([{"kind": kind, "pages": number} for kind, number in built.by_kind.items()])
            ),
            "how to look at it": dg.MetadataValue.md(
                "Open the path in a browser, or `termscape site --serve 8000`."
            ),
        }
    )
