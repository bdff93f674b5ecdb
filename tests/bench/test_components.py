import pytest

from bench import bare, components, stack
from tests.organisations import compiled
from wharfinger.clouds.compiled import resources
from wharfinger.plan.scopes import TeamScope


def test_a_scope_in_azure_has_no_bare_program():
    with pytest.raises(bare.NotInBareError, match="payments/api@acr"):
        bare.program(resources(compiled(), TeamScope("payments", "dev")))


def test_a_size_that_repositories_cannot_add_up_to_is_refused():
    with pytest.raises(ValueError, match="15 is no multiple of 10"):
        stack.organisation(15)


@pytest.mark.engine
def test_both_programs_declare_the_same_resources_and_the_components_are_counted():
    section = components.measure(size=10, runs=1, command="python -m bench")

    assert section.subject.startswith("One stack with 10 resources")
    assert "put 3 resources of their own into the state" in section.subject
    assert [row[0] for row in section.rows] == ["`pulumi preview`", "`pulumi up`"]
