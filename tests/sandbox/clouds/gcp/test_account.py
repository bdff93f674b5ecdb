"""Projects and locations."""

import pytest
from wharfinger_sandbox.clouds.gcp.account import project_number, project_problems


@pytest.mark.parametrize("project", ["acme-prod", "acme.example:acme-prod", "a12345"])
def test_sound_projects_are_accepted(project):
    assert project_problems({"project": project}) == []


@pytest.mark.parametrize("project", ["acme", "Acme-prod", "acme-prod-", "1acme-prod", "a" * 31])
def test_unsound_projects_are_refused(project):
    assert "is no project id" in project_problems({"project": project})[0].reason


def test_a_project_s_number_has_twelve_digits_and_is_its_own():
    assert project_number("acme-prod") == project_number("acme-prod") != project_number("acme-dev")
    assert len(project_number("acme-prod")) == 12
