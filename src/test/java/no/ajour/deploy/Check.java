package no.ajour.deploy;

import java.util.List;

/** One kind of thing that can be wrong in a manifest. */
interface Check {
    List<Finding> findings(Manifest manifest);
}
