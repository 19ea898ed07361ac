"""What partners supply unsuppressed, made fit for everybody: cubes, labels, certificates, audit and cost."""
