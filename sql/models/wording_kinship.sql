-- wording_kinship: pairs of platforms whose texts in force have wordings in common, and how much of them: who shares a template.
-- grain: one row a pair of platforms.
-- key: platform_id, other_platform_id
-- columns:
--   platform_id <- platforms.platform_id: The platform whose id comes first.
--   platform <- platforms.name: Its name.
--   other_platform_id <- platforms.platform_id: The other one.
--   other_platform <- platforms.name: Its name.
--   shared_wordings <- wording_families.family_id: Families of wordings that both have in force.
--   provisions <- provision_occurrences.provision_id: Provisions in force of the first that can be compared (15 words or more, no menus).
--   other_provisions <- provision_occurrences.provision_id: The same of the other.
--   share <- provision_occurrences.provision_id: Shared wordings over the provisions of whoever has fewer.

WITH in_force AS (
    SELECT DISTINCT
        c.platform_id,
        o.provision_id,
        o.state_no
    FROM current_versions AS c
    INNER JOIN ledger.provision_occurrences AS o ON c.version_id = o.version_id
),

comparable AS (
    SELECT
        f.platform_id,
        count(DISTINCT f.provision_id) AS provisions
    FROM in_force AS f
    INNER JOIN ledger.wording_readings AS r ON f.provision_id = r.provision_id AND f.state_no = r.state_no
    WHERE r.left_out IS NULL
    GROUP BY f.platform_id
),

holders AS (
    SELECT DISTINCT
        m.family_id,
        m.platform_id
    FROM ledger.wording_families AS m
    INNER JOIN in_force AS f ON m.provision_id = f.provision_id AND m.state_no = f.state_no
),

-- of what very many have, pairs would be many and say nothing
telling AS (
    SELECT family_id
    FROM holders
    GROUP BY family_id
    HAVING count(*) BETWEEN 2 AND 20
),

pairs AS (
    SELECT
        a.platform_id,
        b.platform_id AS other_platform_id,
        count(*) AS shared_wordings
    FROM holders AS a
    INNER JOIN telling AS t ON a.family_id = t.family_id
    INNER JOIN holders AS b ON a.family_id = b.family_id AND a.platform_id < b.platform_id
    GROUP BY ALL
)

SELECT
    p.platform_id,
    pl.name AS platform,
    p.other_platform_id,
    ol.name AS other_platform,
    p.shared_wordings,
    c.provisions,
    oc.provisions AS other_provisions,
    round(p.shared_wordings / least(c.provisions, oc.provisions), 4) AS share
FROM pairs AS p
INNER JOIN platforms AS pl ON p.platform_id = pl.platform_id
INNER JOIN platforms AS ol ON p.other_platform_id = ol.platform_id
INNER JOIN comparable AS c ON p.platform_id = c.platform_id
INNER JOIN comparable AS oc ON p.other_platform_id = oc.platform_id
ORDER BY share DESC, p.platform_id ASC, p.other_platform_id ASC
