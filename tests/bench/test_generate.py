from collections import Counter

import pytest

from bench.generate import LARGEST_TEAM, documents, to_yaml, whole, write_organisation
from wharfinger.organisation import read
from wharfinger.plan.resolve import resolve
from wharfinger.stacks import check_stacks, read_stacks


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    first, again, other = (
        [to_yaml(document) for document in documents(60, seed).values()] for seed in (1, 1, 2)
    )

    assert first == again
    assert first != other


@pytest.mark.parametrize("repositories", [1, 60, 1_000])
def test_an_organisation_has_the_repositories_that_were_asked_for(repositories):
    spec = whole(documents(repositories, seed=1))

    assert sum(len(team.repositories) for team in spec.teams.values()) == repositories


def test_more_repositories_than_the_clouds_have_room_for_are_refused():
    with pytest.raises(ValueError, match="no room"):
        documents(20_000, seed=1)


@pytest.mark.parametrize(("repositories", "seed"), [(200, 1), (200, 2), (1_000, 1), (1_100, 3)])
def test_an_organisation_is_sound_and_its_stacks_own_each_resource_once(tmp_path, repositories, seed):
    write_organisation(tmp_path, repositories, seed)

    organisation = read(tmp_path)
    stacks = read_stacks(tmp_path, organisation.compiled.plan)

    assert organisation.warnings == ()
    assert check_stacks(stacks, organisation.compiled, organisation.loaded.places) == ()


def test_prod_has_a_registry_of_each_cloud_and_most_teams_are_small():
    plan = resolve(spec := whole(documents(1_000, seed=1)))
    sizes = sorted(len(team.repositories) for team in spec.teams.values())
    clouds = Counter(
        placement.registry.cloud for placement in plan.placements if placement.environment == "prod"
    )

    assert clouds.keys() == {"aws", "gcp", "azure"}
    assert sizes[-1] == LARGEST_TEAM
    assert sum(sizes) / len(sizes) > sizes[len(sizes) // 2]
