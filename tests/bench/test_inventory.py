from bench.generate import write_organisation
from bench.inventory import write_inventory
from wharfinger.inventory.jsonl import read_inventory
from wharfinger.organisation import read
from wharfinger.simulation.native import name_in_registry


def test_an_inventory_has_the_images_that_were_asked_for_in_every_placement(tmp_path):
    write_organisation(tmp_path, 20, seed=1)
    compiled = read(tmp_path).compiled
    write_inventory(tmp_path / "inventory.jsonl", compiled, 1_000, seed=1)

    held = read_inventory(tmp_path / "inventory.jsonl").repositories

    assert sum(map(len, held.values())) == 1_000
    assert held.keys() == {
        (one.placement.registry_name, name_in_registry(one)) for one in compiled.placements
    }


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    write_organisation(tmp_path, 5, seed=1)
    compiled = read(tmp_path).compiled
    for name, seed in (("first", 1), ("again", 1), ("other", 2)):
        write_inventory(tmp_path / name, compiled, 300, seed)

    first, again, other = ((tmp_path / name).read_bytes() for name in ("first", "again", "other"))

    assert first == again
    assert first != other
